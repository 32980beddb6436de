interface CloudEvent {
  readonly type: string;
  readonly data: unknown;
}

/** What a connection of the task's subprotocol hears from the moment on that this resolves. */
export class Heard implements Disposable {
  readonly events: CloudEvent[] = [];
  private readonly socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.addEventListener('message', ({ data }) => this.events.push(JSON.parse(String(data))));
  }

  static async listen(liveUrl: string, task: string, token: string): Promise<Heard> {
    const socket = new WebSocket(liveUrl, [`${task}.v1`, `bearer.${token}`]);
    const heard = new Heard(socket);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve);
      socket.addEventListener('error', reject);
    });
    return heard;
  }

  /** The first event of a type; rejects when the connection ends before. */
  async until(type: string): Promise<CloudEvent> {
    for (;;) {
      const event = this.events.find((one) => one.type === type);
      if (event) return event;
      await new Promise((resolve, reject) => {
        this.socket.addEventListener('message', resolve, { once: true });
        this.socket.addEventListener('close', () => reject(new Error(`closed before ${type}`)), {
          once: true,
        });
      });
    }
  }

  [Symbol.dispose](): void {
    this.socket.close();
  }
}
