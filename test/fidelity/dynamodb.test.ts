import { afterAll } from 'vitest';
import { describeStreamBehaviour } from '../../packages/local-cloud/test/dynamodb/stream-behaviour.ts';
import { describeBatches } from './batches.ts';
import { describeConditions } from './conditions.ts';
import { describeFilters } from './filters.ts';
import { describeIndexes } from './indexes.ts';
import { describeQueries } from './queries.ts';
import { describeRefusals } from './refusals.ts';
import { describeRepositories } from './repositories.ts';
import { tableNames } from './tables.ts';
import { openTargets } from './targets.ts';
import { describeUpdates } from './updates.ts';

const { local, aws } = await openTargets();
const targets = aws ? [local, aws] : [local];
afterAll(() => Promise.all(targets.map((target) => target.close())));

for (const target of targets) {
  describeConditions(target);
  describeUpdates(target);
  describeQueries(target);
  describeIndexes(target);
  describeBatches(target);
  describeRefusals(target);
  describeFilters(target);
  describeStreamBehaviour(target.name, async () => ({ ...target, table: tableNames.events }));
}

// test/contracts holds the local cloud to the same.
if (aws) describeRepositories(aws);
