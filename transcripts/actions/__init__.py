"""Every write that a person or a worker can cause to transcripts, as plain verbs.

hearing: what the machine writes · correcting: what an editor changes · supplying: texts from elsewhere ·
judging: approval, versions, going back · attending: who is at the desk.
"""

from transcripts.actions.attending import attend, leave
from transcripts.actions.correcting import name_speaker, replace_words, save, vouch
from transcripts.actions.hearing import keep_machine_text, keep_window
from transcripts.actions.judging import approve, restore, withdraw_approval
from transcripts.actions.keeping import add_speaker
from transcripts.actions.supplying import carry_over, supply

__all__ = [
    "add_speaker",
    "approve",
    "attend",
    "carry_over",
    "keep_machine_text",
    "keep_window",
    "leave",
    "name_speaker",
    "replace_words",
    "restore",
    "save",
    "supply",
    "vouch",
    "withdraw_approval",
]
