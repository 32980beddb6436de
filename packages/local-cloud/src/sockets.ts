import type { WebSocketApi } from './api-gateway/web-socket/web-socket-api.ts';
import type { Connections } from './endpoint/connections.ts';

/** The connections of all WebSocket APIs. */
export interface Sockets extends Connections {
  /** For tests: the client and we lose each other without a close frame. */
  cut(connectionId: string): void;
  connections(): string[];
  /** The physical id of the API that has the connection. */
  apiIdOf(connectionId: string): string | undefined;
}

/** Ids of connections are unique among the APIs. */
export function allSockets(apis: readonly WebSocketApi[]): Sockets {
  const apiOf = (connectionId: string) => apis.find((api) => api.get(connectionId) !== 'gone');
  return {
    post: async (connectionId, data) => (await apiOf(connectionId)?.post(connectionId, data)) ?? 'gone',
    get: (connectionId) => apiOf(connectionId)?.get(connectionId) ?? 'gone',
    delete: (connectionId) => apiOf(connectionId)?.delete(connectionId) ?? 'gone',
    cut: (connectionId) => apiOf(connectionId)?.cut(connectionId),
    connections: () => apis.flatMap((api) => api.connections()),
    apiIdOf: (connectionId) => apiOf(connectionId)?.apiId,
  };
}
