/**
 * For every AWS client: a call that hangs is given up and tried again while the function still has time.
 * In milliseconds; the services answer within tens of them.
 */
export const awsClientSettings = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 3000 },
} as const;
