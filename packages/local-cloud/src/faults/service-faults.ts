import type { Service } from '../endpoint/aws-call.ts';
import { ServiceError } from '../endpoint/service-error.ts';
import type { CallFault, When } from './fault.ts';

type Failure = readonly [code: string, status: number, message: string];

/** As the services themselves put it. */
const throttled: Readonly<Record<Service, Failure>> = {
  dynamodb: [
    'ProvisionedThroughputExceededException',
    400,
    'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
  ],
  'dynamodb-streams': ['LimitExceededException', 400, 'Rate exceeded for shard'],
  sqs: ['RequestThrottled', 400, 'The request was denied due to request throttling.'],
  sns: ['Throttled', 429, 'Rate exceeded'],
  s3: ['SlowDown', 503, 'Please reduce your request rate.'],
  'execute-api': ['LimitExceededException', 429, 'Rate exceeded'],
};

const failed: Readonly<Record<Service, Failure>> = {
  dynamodb: ['InternalServerError', 500, 'Internal server error'],
  'dynamodb-streams': ['InternalServerError', 500, 'Internal server error'],
  sqs: ['ServiceUnavailable', 503, 'The request has failed due to a temporary failure of the server.'],
  sns: ['InternalError', 500, 'Internal failure'],
  s3: ['InternalError', 500, 'We encountered an internal error. Please try again.'],
  'execute-api': ['InternalServerErrorException', 500, 'Internal server error'],
};

/** The service refuses the call for its rate. */
export const throttle: CallFault = ({ service }) => Promise.reject(errorOf(throttled[service]));

/** The service fails; after the effect the caller cannot know that there was one. */
export function serverError(when: When): CallFault {
  return async ({ service }, forward) => {
    if (when === 'after') await forward();
    throw errorOf(failed[service]);
  };
}

/** DynamoDB Streams: the shard seems to have no new records. */
export const stall: CallFault = ({ body }) =>
  Promise.resolve({ status: 200, body: { Records: [], NextShardIterator: body.ShardIterator } });

function errorOf([code, status, message]: Failure): ServiceError {
  return new ServiceError(code, message, status);
}
