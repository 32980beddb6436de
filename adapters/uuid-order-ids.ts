import { v5, v7 } from 'uuid';
import type { OrderIds } from '../domain/ports.ts';

/** A random UUID of this project's own: the name space of derived ids. */
const nameSpace = '5b0c1d3e-8f52-4c1f-9d0a-6f3a1e7c2b94';

export const uuidOrderIds: OrderIds = {
  random: () => v7(),
  derived: (owner, key) => v5(JSON.stringify([owner, key]), nameSpace),
};
