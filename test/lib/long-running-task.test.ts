import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import { UserPool, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { describe, expect, it } from 'vitest';
import { LongRunningTask, type LongRunningTaskProps, TaskApi } from '../../lib/index.ts';
import { aStack, taskFile, templateOf } from './a-stack.ts';
import { Shop } from './shop.ts';

const auth = { issuer: 'https://login.example', audience: 'post' };
const letter = { task: taskFile('letter'), steps: taskFile('steps') };
const report = { task: taskFile('report'), steps: taskFile('steps') };

function make(props: Partial<LongRunningTaskProps>, stack = aStack()): LongRunningTask {
  return new LongRunningTask(stack, 'Letters', { ...letter, auth, ...props });
}

const read = (stack: Stack) => new Shop(templateOf(stack));

describe('wrong values fail at synth, by name:', () => {
  const wrong: Record<string, readonly [props: Partial<LongRunningTaskProps>, fault: string]> = {
    'a path that is not absolute': [
      { task: 'task.ts' },
      'task is the absolute path of a file, which task.ts is not',
    ],
    'a path where nothing is': [
      { steps: '/nowhere/steps.ts' },
      'steps is the absolute path of a file, which /nowhere/steps.ts is not',
    ],
    'a timeout within which work would have to end at once': [
      { worker: { timeout: Duration.seconds(5) } },
      'worker.timeout in seconds is from 10 to 900, not 5',
    ],
    'a timeout that Lambda does not have': [
      { worker: { timeout: Duration.minutes(16) } },
      'worker.timeout in seconds is from 10 to 900, not 960',
    ],
    'a timeout in parts of seconds': [
      { worker: { timeout: Duration.millis(10_500) } },
      'worker.timeout in seconds is a whole number, not 10.5',
    ],
    'a timeout that only the deployment knows': [
      { worker: { timeout: Duration.seconds(Lazy.number({ produce: () => 60 })) } },
      'worker.timeout is known when the app is synthesized',
    ],
    'more memory than there is': [
      { worker: { memorySize: 20_000 } },
      'worker.memorySize is from 128 to 10240, not 20000',
    ],
    'half a megabyte': [{ worker: { memorySize: 256.5 } }, 'worker.memorySize is a whole number, not 256.5'],
    'one batch at a time': [{ worker: { concurrency: 1 } }, 'worker.concurrency is from 2 to 1000, not 1'],
    'no number': [{ worker: { concurrency: Number.NaN } }, 'worker.concurrency is a whole number, not NaN'],
    "a variable of the engine's": [
      { worker: { environment: { ORDERS_TABLE: 'mine' } } },
      'worker.environment.ORDERS_TABLE is set by the engine',
    ],
    "a variable of Lambda's": [
      { worker: { environment: { AWS_REGION: 'eu-west-1' } } },
      'worker.environment.AWS_REGION is set by Lambda',
    ],
    'no name of a variable': [
      { worker: { environment: { 'my-bucket': 'mine' } } },
      'worker.environment.my-bucket is no name of a variable',
    ],
    'a speed of nothing': [{ speed: 0 }, 'speed is from 0.001 to 10000, not 0'],
    'a page instead of an origin': [
      { allowedOrigins: ['https://shop.example/'] },
      'allowedOrigins are origins like https://app.example, not https://shop.example/',
    ],
    'an issuer without TLS': [
      { auth: { ...auth, issuer: 'http://login.example' } },
      'auth.issuer is an address with https://, not "http://login.example"',
    ],
    'no scope at all': [{ auth: { ...auth, scopes: [] } }, 'auth.scopes is empty'],
    'an empty audience': [{ auth: { ...auth, audience: '' } }, 'auth.audience is empty'],
    'a file with two tasks': [
      { task: taskFile('two') },
      'two.ts must export one task made by defineTask; it exports 2',
    ],
    'a file without a task': [
      { task: taskFile('steps') },
      'steps.ts must export one task made by defineTask; it exports 0',
    ],
  };

  it.each(Object.entries(wrong))('%s', (_, [props, fault]) => {
    expect(() => make(props)).toThrow(fault);
  });

  it('nobody who may order', () => {
    expect(() => new LongRunningTask(aStack(), 'Letters', letter)).toThrow(
      'Stack/Letters: auth is missing; or give an api',
    );
  });

  it('all of them at once, with the name of the construct', () => {
    expect(() => make({ speed: -1, worker: { concurrency: 2000, memorySize: 1 } })).toThrow(
      'Stack/Letters: worker.memorySize is from 128 to 10240, not 1; ' +
        'worker.concurrency is from 2 to 1000, not 2000; speed is from 0.001 to 10000, not -1',
    );
  });

  it('but not those that only the deployment knows', () => {
    const number = Lazy.number({ produce: () => 512 });
    const text = Lazy.string({ produce: () => 'https://shop.example' });
    const worker = { memorySize: number, concurrency: number };
    expect(() =>
      make({ worker, allowedOrigins: [text], auth: { issuer: text, audience: text } }),
    ).not.toThrow();
  });
});

describe('a task', () => {
  it('has a worker with the time, memory and concurrency that are asked for; the queue follows', () => {
    const stack = aStack();
    make(
      {
        worker: { timeout: Duration.minutes(5), memorySize: 1024, concurrency: 20, environment: { A1: 'b' } },
      },
      stack,
    );
    const template = read(stack);
    expect(template.one('AWS::Lambda::Function', 'LettersStepWorkerFunction')).toMatchObject({
      Timeout: 300,
      MemorySize: 1024,
      Environment: { Variables: { A1: 'b', ORDERS_TABLE: 'LettersOrdersTableOrders' } },
    });
    expect(template.one('AWS::SQS::Queue', 'LettersStepWorkerSteps')).toMatchObject({
      VisibilityTimeout: 1800,
    });
    expect(
      template.one('AWS::Lambda::EventSourceMapping', 'LettersStepWorkerFunctionMessages'),
    ).toMatchObject({
      ScalingConfig: { MaximumConcurrency: 20 },
    });
  });

  it('gives out what others grant to, watch and call', () => {
    const stack = aStack();
    const letters = make({}, stack);
    new Bucket(stack, 'Files').grantPut(letters.worker);
    for (const construct of [letters.queue, letters.deadLetterQueue, letters.parkedMessages, letters.table]) {
      expect(construct.node.path).toMatch(/^Stack\/Letters\//);
    }
    expect(stack.resolve(letters.url)).toEqual(stack.resolve(letters.api.http.apiEndpoint));
    const { Roles, PolicyDocument } = read(stack).one(
      'AWS::IAM::Policy',
      'LettersStepWorkerRoleDefaultPolicy',
    );
    expect(Roles).toEqual(['LettersStepWorkerRole']);
    expect(JSON.stringify(PolicyDocument)).toContain('s3:PutObject');
  });

  it('takes the tokens of a user pool of the app, also of one that was imported', () => {
    const stack = aStack();
    const userPool = UserPool.fromUserPoolId(stack, 'Users', 'eu-west-1_abc');
    const client = UserPoolClient.fromUserPoolClientId(stack, 'Client', 'my-client');
    make({ auth: { userPool, client } }, stack);
    const [authorizer] = Object.values(read(stack).all('AWS::ApiGatewayV2::Authorizer')).filter(
      ({ AuthorizerType }) => AuthorizerType === 'JWT',
    );
    expect(authorizer).toMatchObject({
      JwtConfiguration: {
        Audience: ['my-client'],
        // biome-ignore lint/suspicious/noTemplateCurlyInString: pseudo parameters of CloudFormation.
        Issuer: 'https://cognito-idp.${AWS::Region}.${AWS::URLSuffix}/eu-west-1_abc',
      },
    });
  });
});

describe('two tasks that share an API', () => {
  const stack = aStack();
  const api = new TaskApi(stack, 'Api', { tasks: [letter.task, report.task], auth });
  const letters = new LongRunningTask(stack, 'Post', { ...letter, api });
  new LongRunningTask(stack, 'Press', { ...report, api });
  const template = read(stack);
  const environmentOf = (fn: string) =>
    (template.one('AWS::Lambda::Function', fn).Environment as { Variables: Record<string, string> })
      .Variables;
  const policyOf = (name: string) =>
    JSON.stringify(template.one('AWS::IAM::Policy', `${name}RoleDefaultPolicy`).PolicyDocument);

  it('have one HTTP API with the routes of both, behind one authorizer, and one WebSocket API', () => {
    expect(Object.keys(template.all('AWS::ApiGatewayV2::Api'))).toEqual(['ApiHttpApi', 'ApiLiveLiveApi']);
    const { $default, ...routes } = template.routes('ApiHttpApi');
    expect($default).toBe('NONE');
    expect(new Set(Object.values(routes))).toEqual(new Set(['JWT ApiHttpApiCustomer']));
    expect(Object.keys(routes)).toEqual(
      expect.arrayContaining(['POST /letters', 'GET /letters/{id}', 'POST /reports', 'DELETE /reports/{id}']),
    );
    expect(letters.api).toBe(api);
  });

  it('are answered 404 and 405 by one function that knows the routes of both', () => {
    expect(environmentOf('ApiFallbackFunction').ROUTES).toContain('POST /letters');
    expect(environmentOf('ApiFallbackFunction').ROUTES).toContain('POST /reports');
  });

  it('have a subprotocol each, and `sync` finds the orders of each in its table', () => {
    expect(environmentOf('ApiLiveAuthorizerFunction').TASKS).toBe('letter,report');
    expect(environmentOf('ApiLiveSocketFunction').ORDERS_TABLES).toBe(
      '{"letter":"PostOrdersTableOrders","report":"PressOrdersTableOrders"}',
    );
  });

  it('have a queue, a worker, a table and alarms of their own, and reach nothing of the other', () => {
    for (const [own, other] of [
      ['Post', 'Press'],
      ['Press', 'Post'],
    ]) {
      for (const part of [
        'OrderApi',
        'StepWorker',
        'StepWorkerSweeper',
        'StepWorkerDeadLetterWorker',
        'LiveUpdatesNotifier',
      ]) {
        expect(policyOf(`${own}${part}`)).toContain(`${own}OrdersTable`);
        expect(policyOf(`${own}${part}`)).not.toContain(other);
      }
      expect(template.one('AWS::CloudWatch::Alarm', `${own}AlarmsParkedMessages`)).toBeDefined();
    }
  });

  const wrongApi: Record<string, readonly [make: () => unknown, fault: string]> = {
    'a task that the API was not made for': [
      () => new LongRunningTask(stack, 'Unnamed', { ...letter, task: taskFile('letters-again'), api }),
      'letters-again.ts; name it among the api',
    ],
    'a task that is served already': [
      () => new LongRunningTask(stack, 'More', { ...letter, api }),
      'letter.ts already',
    ],
    'an issuer beside that of the API': [
      () => new LongRunningTask(stack, 'Issuer', { ...letter, api, auth }),
      'auth is that of the api; leave it out',
    ],
    'origins beside those of the API': [
      () => new LongRunningTask(stack, 'Origins', { ...letter, api, allowedOrigins: [] }),
      'allowedOrigins are those of the api; leave them out',
    ],
    'an API of another stack': [
      () => new LongRunningTask(new Stack(stack.node.root, 'Other'), 'Post', { ...letter, api }),
      'Other/Post: api is of another stack, Stack',
    ],
    'two tasks of one name and collection': [
      () => new TaskApi(stack, 'Same', { tasks: [letter.task, taskFile('letters-again')], auth }),
      'Stack/Same: tasks has two of the name letter; tasks has two of the collection letters',
    ],
    'a path that is not absolute': [
      () => new TaskApi(stack, 'Relative', { tasks: ['task.ts'], auth }),
      'Stack/Relative: tasks is the absolute path of a file, which task.ts is not',
    ],
    'no task': [() => new TaskApi(stack, 'Empty', { tasks: [], auth }), 'Stack/Empty: tasks names no file'],
  };

  it.each(Object.entries(wrongApi))('fail at synth, by name, for %s', (_, [makeIt, fault]) => {
    expect(makeIt).toThrow(fault);
  });

  it('fail at synth when one is named and not made', () => {
    const half = aStack();
    const shared = new TaskApi(half, 'Api', { tasks: [letter.task, report.task], auth });
    new LongRunningTask(half, 'Post', { ...letter, api: shared });
    expect(() => templateOf(half)).toThrow(/report\.ts, for which there is no LongRunningTask/);
  });
});

describe("results: 'bucket'", () => {
  it('makes a private bucket that keeps files longer than the table its orders, half uploads within a day', () => {
    const stack = aStack();
    expect(make({ results: 'bucket' }, stack).resultsBucket).toBeDefined();
    templateOf(stack).hasResourceProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
      BucketEncryption: {},
      LifecycleConfiguration: {
        Rules: [
          {
            ExpirationInDays: 37,
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
            Status: 'Enabled',
          },
        ],
      },
    });
  });

  it('adds the route of the download, whose function alone may read the files', () => {
    const stack = aStack();
    make({ results: 'bucket' }, stack);
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', {
      RouteKey: 'GET /letters/{id}/download',
      AuthorizationType: 'JWT',
    });
    const readers = Object.keys(template.findResources('AWS::IAM::Policy')).filter((id) =>
      JSON.stringify(template.toJSON().Resources[id]).includes('s3:GetObject'),
    );
    expect(readers).toEqual([expect.stringMatching(/Download/)]);
  });

  it('is none of a task without files: no bucket, no route, no client in the worker', () => {
    const stack = aStack();
    expect(make({}, stack).resultsBucket).toBeUndefined();
    templateOf(stack).resourceCountIs('AWS::S3::Bucket', 0);
  });

  it('knows no other place', () => {
    expect(() => make({ results: 'disk' as 'bucket' })).toThrow(`results must be 'bucket', not "disk"`);
  });
});
