import type { SQSRecord } from 'aws-lambda';
import { type FilterCriteria, passes } from '../filter-criteria.ts';

/**
 * A body that is a JSON object is matched by its fields, any other as text.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html
 */
export function passesBodyFilter(criteria: FilterCriteria | undefined, record: SQSRecord): boolean {
  return criteria === undefined || passes(criteria, { body: objectOrText(record.body) });
}

function objectOrText(body: string): unknown {
  try {
    const value = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : body;
  } catch {
    return body;
  }
}
