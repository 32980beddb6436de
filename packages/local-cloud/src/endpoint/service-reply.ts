/** What a service of the AWS JSON protocol answers. */
export interface ServiceReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body: unknown;
  /** Sent as they are, in place of `body`. */
  readonly bytes?: Buffer;
  /** A fault on the way: half of the body and then nothing, or a byte a second. */
  readonly broken?: 'cut' | 'trickling';
}

export type RequestBody = Readonly<Record<string, unknown>>;

/** A service that is called by action name. */
export interface JsonService {
  /** `signal` is aborted when the caller has gone; the reply is then of no use to anyone. */
  call(action: string, body: RequestBody, signal?: AbortSignal): Promise<ServiceReply>;
}
