import type { CallFault, When } from './fault.ts';

/** API Gateway: the client of a WebSocket loses its network, before a message reaches it or right after. */
export function hangUp(when: When): CallFault {
  return async ({ body }, forward, tools) => {
    if (when === 'before') tools.hangUp(String(body.ConnectionId));
    const reply = await forward();
    if (when === 'after') tools.hangUp(String(body.ConnectionId));
    return reply;
  };
}
