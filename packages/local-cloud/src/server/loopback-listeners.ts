import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PortTaken } from './port-taken.ts';

export interface Listeners {
  readonly servers: readonly Server[];
  readonly port: number;
}

// `localhost` is either of the two, and which one comes first differs between systems and browsers.
const [ipv4, ipv6] = ['127.0.0.1', '::1'];
const attemptsAtAnyPort = 10;

/**
 * Listens on both loopback addresses with one port, and on no other address.
 *
 * @param port 0 takes any that is free
 * @throws {PortTaken} if another program has the port on either address
 */
export async function listenOnLoopback(createServer: () => Server, port: number): Promise<Listeners> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await listenOnBoth(createServer, port);
    } catch (error) {
      // With any port, what is free on one address may be taken on the other.
      if (port !== 0 || !(error instanceof PortTaken) || attempt === attemptsAtAnyPort) throw error;
    }
  }
}

async function listenOnBoth(createServer: () => Server, wanted: number): Promise<Listeners> {
  const first = createServer();
  await listen(first, wanted, ipv4);
  const { port } = first.address() as AddressInfo;
  const second = createServer();
  try {
    await listen(second, port, ipv6);
    return { servers: [first, second], port };
  } catch (error) {
    if (isMissingAddress(error)) return { servers: [first], port };
    first.close();
    throw error;
  }
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  const listening = once(server, 'listening');
  server.listen({ port, host, exclusive: true });
  try {
    await listening;
  } catch (error) {
    throw codeOf(error) === 'EADDRINUSE' ? new PortTaken(port, { cause: error }) : error;
  }
}

/** This machine has no IPv6. */
function isMissingAddress(error: unknown): boolean {
  return ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
