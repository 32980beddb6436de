/** What of the shop's answers the clauses look at. */
export interface Order {
  readonly id: string;
  readonly status: string;
  readonly version: number;
  readonly progress: number;
  readonly history: readonly { readonly status: string; readonly at: string }[];
  readonly result?: unknown;
  readonly failure?: unknown;
}

export interface OrderEvent {
  readonly specversion: string;
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: string;
  readonly data: { readonly order: Order; readonly message: string };
}
