/**
 * For every AWS client: a call that hangs is given up and tried again while the function still has time, ten seconds
 * in the shortest. In milliseconds; the services answer within tens of them.
 */
export const awsClientSettings = {
  maxAttempts: 3,
  requestHandler: {
    connectionTimeout: 1000,
    requestTimeout: 2500,
    // Without it the SDK only warns.
    throwOnRequestTimeout: true,
    // Silence after the answer has begun.
    socketTimeout: 2500,
  },
} as const;
