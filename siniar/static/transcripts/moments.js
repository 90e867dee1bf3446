// Moments as people write them, the same as episodes/moments.py: [h:]mm:ss[.mmm] or plain seconds. Whole milliseconds.
const WRITTEN = /^(?:(?:(\d+):)?(\d+):)?(\d+(?:[.,]\d*)?)$/;

const speaker = (unit) =>
  new Intl.NumberFormat(document.documentElement.lang || undefined, {
    style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 1,
  });
const DECIMAL = new Intl.NumberFormat(document.documentElement.lang || undefined).format(1.5).replace(/\d/g, "");
const SPEAKERS = { hour: speaker("hour"), minute: speaker("minute"), second: speaker("second") };

// The moment, or null if the text names none.
export function read(text) {
  const match = WRITTEN.exec(text.trim());
  if (!match) return null;
  const [, hours, minutes, seconds] = match;
  const rest = Number(seconds.replace(",", "."));
  if ((hours && Number(minutes) > 59) || (minutes && rest >= 60)) return null;
  return Math.round((Number(hours || 0) * 3600 + Number(minutes || 0) * 60 + rest) * 1000);
}

// With the decimal sign of the page's language.
export function write(moment) {
  const whole = Math.floor(moment / 1000);
  const two = (number) => String(number).padStart(2, "0");
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  const clock = hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
  const thousandths = String(moment % 1000).padStart(3, "0").replace(/0+$/, "");
  return thousandths ? `${clock}${DECIMAL}${thousandths}` : clock;
}

// In words, in the language of the page: “1 menit 5,3 detik”.
export function speak(moment) {
  const say = (unit, value) => SPEAKERS[unit].format(value);
  const tenths = Math.round(moment / 100);
  const parts = [["hour", Math.floor(tenths / 36000)], ["minute", Math.floor(tenths / 600) % 60]];
  const words = parts.filter(([, value]) => value).map(([unit, value]) => say(unit, value));
  return [...words, say("second", (tenths % 600) / 10)].join(" ");
}
