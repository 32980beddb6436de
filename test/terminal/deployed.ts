import { inject } from 'vitest';
import { user } from '../../terminal/user.ts';
import { call } from './call.ts';
import { fakeAws } from './fake-aws.ts';
import { FakeUserPool } from './fake-cognito.ts';

/** The shop of these tests as a stack named Coffee, with this user pool; Own has none, and Tea is another program. */
export async function deploy(): Promise<FakeUserPool> {
  const { url, liveUrl } = inject('cloud');
  const pool = new FakeUserPool(localToken);
  const own = {
    ApiUrl: url,
    LiveUrl: liveUrl,
    Issuer: `${url}/oidc`,
    ClientId: 'client',
    StepsQueueUrl: 'https://slips',
    ParkedMessagesQueueUrl: 'https://lost-slips',
  };
  await fakeAws({ Coffee: { ...own, UserPoolId: 'pool' }, Own: own, Tea: { Url: 'https://tea' } }, pool);
  return pool;
}

export async function localToken(name: string): Promise<string> {
  const { stdout } = await call(user, ['--local', name]);
  return stdout.trim();
}
