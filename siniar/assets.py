"""How styles and scripts are named: by their content, the modules that a script imports too, so that a browser which
keeps them for a year never mixes two releases.
"""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Assets(CompressedManifestStaticFilesStorage):
    """Django rewrites the imports of modules only if it is asked to."""

    support_js_module_import_aggregation = True
