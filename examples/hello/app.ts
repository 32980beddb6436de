import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { LongRunningTask } from 'smart-coffee-maker';

const stack = new Stack(new App(), 'Hello');
const userPool = new UserPool(stack, 'Users');
new LongRunningTask(stack, 'Greetings', {
  task: join(import.meta.dirname, 'task.ts'),
  steps: join(import.meta.dirname, 'steps.ts'),
  auth: { userPool, client: userPool.addClient('Client') },
});
