// Draws a stretch of a fine waveform, and turns places on the screen into moments. Moments are whole milliseconds.
const HEIGHT = 100; // of the drawing, in units of its own
const GAMMA = 0.7; // quiet speech must be visible beside a loud jingle

export class Wave {
  constructor(place, duration, perSecond) {
    this.place = place;
    this.svg = place.querySelector("[data-drawing]");
    this.duration = duration;
    this.each = 1000 / perSecond; // ms of one peak
    this.peaks = new Uint8Array();
    this.span = 30000;
    this.from = 0;
  }

  get until() {
    return this.from + this.span;
  }

  // Moves the window so that `moment` stands at `share` of it; at the ends of the recording the window stops.
  look(moment, share = 0.5) {
    const latest = Math.max(0, this.duration - this.span);
    this.from = Math.max(0, Math.min(latest, moment - this.span * share));
    this.draw();
  }

  // The same, but only if `moment` is not well inside.
  follow(moment, share = 0.1) {
    if (!this.shows(moment, 0.02)) this.look(moment, share);
  }

  shows(moment, margin = 0) {
    return moment >= this.from + this.span * margin * (this.from > 0) && moment <= this.until - this.span * margin;
  }

  percent(moment) {
    return ((moment - this.from) / this.span) * 100;
  }

  momentAt(clientX) {
    const box = this.place.getBoundingClientRect();
    const share = Math.max(0, Math.min(1, (clientX - box.left) / box.width));
    return Math.min(this.duration, Math.round(this.from + share * this.span));
  }

  draw() {
    const first = Math.floor(this.from / this.each);
    const count = Math.ceil(this.span / this.each) + 1;
    const step = Math.max(1, Math.round(count / Math.max(1, this.place.clientWidth))); // at most one bar a pixel
    let path = "";
    for (let index = first - (first % step); index < first + count; index += step) {
      let peak = 0;
      for (let part = index; part < index + step; part += 1) peak = Math.max(peak, this.peaks[part] || 0);
      const size = Math.max(0.5, (peak / 255) ** GAMMA * HEIGHT);
      path += `M${index * this.each - this.from} ${(HEIGHT - size) / 2}v${size}`;
    }
    const bars = this.svg.firstElementChild;
    this.svg.setAttribute("viewBox", `0 0 ${this.span} ${HEIGHT}`);
    bars.setAttribute("d", path);
    bars.setAttribute("vector-effect", "non-scaling-stroke");
  }

  async load(url) {
    const reply = await fetch(url, { credentials: "same-origin" });
    if (!reply.ok) throw new Error(String(reply.status));
    this.peaks = new Uint8Array(await reply.arrayBuffer());
    this.draw();
  }
}
