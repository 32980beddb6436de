const mutedKey = 'coffee.muted';
/** While a tab rings for an order, no other does; and nobody wants to hear of it later (milliseconds). */
const ringMs = 2500;

/** The bell on the counter. Browsers let a page sound after somebody has touched it, or has come to it by a click. */
export class Bell {
  #audio: AudioContext | undefined;

  constructor() {
    const wake = () => void this.#open().resume();
    for (const touch of ['pointerdown', 'keydown'])
      addEventListener(touch, wake, { once: true, capture: true });
  }

  get muted(): boolean {
    return localStorage.getItem(mutedKey) !== null;
  }

  set muted(muted: boolean) {
    if (muted) localStorage.setItem(mutedKey, 'yes');
    else localStorage.removeItem(mutedKey);
  }

  /** Calls `listener` when another tab was muted, or no longer. */
  onChange(listener: () => void): void {
    addEventListener('storage', ({ key }) => {
      if (key === mutedKey) listener();
    });
  }

  /** Of several tabs one rings. */
  async ring(orderId: string): Promise<void> {
    if (this.muted) return;
    const [audio, calledAt] = [this.#open(), performance.now()];
    // Pending for as long as the browser allows no sound.
    await audio.resume();
    if (performance.now() - calledAt > ringMs) return;
    await navigator.locks.request(`coffee.bell.${orderId}`, { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      strike(audio, audio.currentTime);
      strike(audio, audio.currentTime + 0.28);
      await new Promise((resolve) => setTimeout(resolve, ringMs));
    });
  }

  #open(): AudioContext {
    this.#audio ??= new AudioContext();
    return this.#audio;
  }
}

/** Partials of a small brass bell: multiples of its note, and how loud. */
const partials = [
  [1, 0.3],
  [2.76, 0.14],
  [5.4, 0.06],
] as const;
const note = 1318.5;
const seconds = 1.6;

function strike(audio: AudioContext, at: number): void {
  for (const [multiple, loudness] of partials) {
    const gain = new GainNode(audio, { gain: 0 });
    gain.gain.setValueAtTime(loudness, at);
    gain.gain.exponentialRampToValueAtTime(0.0001, at + seconds / multiple ** 0.5);
    const tone = new OscillatorNode(audio, { frequency: note * multiple });
    tone.connect(gain).connect(audio.destination);
    tone.start(at);
    tone.stop(at + seconds);
  }
}
