import { afterAll } from 'vitest';
import { describeStreamBehaviour } from '../local/dynamodb/stream-behaviour.ts';
import { describeBatches } from './batches.ts';
import { describeConditions } from './conditions.ts';
import { describeIndexes } from './indexes.ts';
import { describeQueries } from './queries.ts';
import { describeRefusals } from './refusals.ts';
import { tableNames } from './tables.ts';
import { openTargets } from './targets.ts';
import { describeUpdates } from './updates.ts';

const targets = await openTargets();
afterAll(() => Promise.all(targets.map((target) => target.close())));

for (const target of targets) {
  describeConditions(target);
  describeUpdates(target);
  describeQueries(target);
  describeIndexes(target);
  describeBatches(target);
  describeRefusals(target);
  describeStreamBehaviour(target.name, async () => ({ ...target, table: tableNames.events }));
}
