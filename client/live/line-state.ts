/**
 * How news come in. `idle`: nobody watches. `connecting`: for the first time. `online`: pushed as they happen.
 * `reconnecting`: the line was lost a moment ago. `polling`: WebSockets do not work here, the API does.
 * `offline`: neither does.
 */
export type LineState = 'idle' | 'connecting' | 'online' | 'reconnecting' | 'polling' | 'offline';
