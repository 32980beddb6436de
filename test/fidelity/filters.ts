import { randomUUID } from 'node:crypto';
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  paginateDescribeStream,
} from '@aws-sdk/client-dynamodb-streams';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { dynamoDbOrderBook } from '../../adapters/dynamodb-order-book.ts';
import { orderFromImage } from '../../adapters/order-from-image.ts';
import { claimed } from '../../domain/lease.ts';
import { transition } from '../../domain/transition.ts';
import { passes } from '../../local/event-sources/filter-criteria.ts';
import { toStreamEventRecord } from '../../local/event-sources/stream-record.ts';
import { orderAtStep, t0 } from '../fakes/an-order.ts';
import { filterCriteria, tableNames } from './tables.ts';
import type { Target } from './targets.ts';
