// <siniar-wipe>: one button that takes away everything this site keeps on the device. Its words are the server's.
import { wipe } from "./traces.js";

class Wipe extends HTMLElement {
  connectedCallback() {
    const [button, status] = this.querySelectorAll("button, [role=status]");
    this.hidden = false;
    button.addEventListener("click", async () => {
      await wipe();
      document.dispatchEvent(new CustomEvent("siniar:wipe"));
      status.textContent = this.dataset.done;
    });
  }
}

customElements.define("siniar-wipe", Wipe);
