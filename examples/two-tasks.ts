import { join } from 'node:path';
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { LongRunningTask, TaskApi } from 'smart-coffee-maker';

/** Both examples in one stack, on one HTTP API and one WebSocket API. */
const stack = new Stack(new App(), 'TwoTasks');
const files = (task: string) => ({
  task: join(import.meta.dirname, task, 'task.ts'),
  steps: join(import.meta.dirname, task, 'steps.ts'),
});
const [hello, report] = [files('hello'), files('report')];

const userPool = new UserPool(stack, 'Users');
const api = new TaskApi(stack, 'Api', {
  tasks: [hello.task, report.task],
  auth: { userPool, client: userPool.addClient('Client') },
});
new LongRunningTask(stack, 'Greetings', { ...hello, api });
new LongRunningTask(stack, 'Reports', {
  ...report,
  api,
  results: 'bucket',
  worker: { timeout: Duration.minutes(5), memorySize: 1024, concurrency: 20 },
});
new CfnOutput(stack, 'Url', { value: api.url });
new CfnOutput(stack, 'LiveUrl', { value: api.liveUrl });
