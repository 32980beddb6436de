import { createServer } from 'node:http';
import { listenOnLoopback } from './loopback-listeners.ts';
import { PortTaken } from './port-taken.ts';

const tries = 100;

/** The error; that of a port that is taken says which of those after it is free, in the words of `advice`. */
export async function advisePort(error: unknown, advice: (free: number) => string): Promise<unknown> {
  if (!(error instanceof PortTaken)) return error;
  const free = await freePortAfter(error.port);
  return free === undefined ? error : new Error(`${error.message}; ${advice(free)}`, { cause: error });
}

async function freePortAfter(taken: number): Promise<number | undefined> {
  for (let port = taken + 1; port < Math.min(taken + tries, 65_536); port += 1) {
    try {
      const { servers } = await listenOnLoopback(createServer, port);
      for (const server of servers) server.close();
      return port;
    } catch (error) {
      if (!(error instanceof PortTaken)) throw error;
    }
  }
  return undefined;
}
