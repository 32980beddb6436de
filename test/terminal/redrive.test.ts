import { join } from 'node:path';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { PublicOrder } from '../../domain/public-order.ts';
import type { AwsCall } from '../../local/endpoint/aws-call.ts';
import { hasten } from '../../local/faults/hasten.ts';
import { redeliver } from '../../local/faults/queue-faults.ts';
import { serverError } from '../../local/faults/service-faults.ts';
import { publishCloud } from '../../local/published-cloud.ts';
import { redrive } from '../../terminal/redrive.ts';
import type { Customer } from '../faults/customer.ts';
import { openShop, type Shop } from '../faults/shop.ts';
import { call, type Outcome } from './call.ts';
import { start } from './start.ts';

let shop: Shop;
let shawn: Customer;
let withdraw: () => Promise<void>;
let env: { readonly PORT: string };

beforeAll(async () => {
  shop = await openShop({
    template: (template) => hasten(template, { visibilityTimeout: 60, maxReceiveCount: 2 }),
  });
  withdraw = await publishCloud(shop.cloud, join(import.meta.dirname, '..', '..', '.cache'));
  env = { PORT: new URL(shop.cloud.url).port };
  shawn = await shop.customer('shawn');
});
afterAll(async () => {
  await withdraw();
  await shop.close();
});

/** The label printer is jammed: nobody can write down that a coffee is ready. */
function jam(): () => void {
  const isReady = ({ body }: AwsCall) => (body.Item as { status?: { S: string } })?.status?.S === 'ready';
  const noBackoff = { name: 'no backoff', action: 'ChangeMessageVisibility', fault: redeliver(0) };
  const undo = [
    shop.faults.add({ name: 'jammed', action: 'PutItem', where: isReady, fault: serverError('before') }),
    shop.faults.add(noBackoff),
  ];
  return () => {
    for (const each of undo) each();
  };
}

async function givenUp(): Promise<PublicOrder> {
  const { id } = await shawn.order();
  await shop.audit.until(id, ({ status }) => status === 'failed');
  return shawn.read(id);
}

/** Lines of the list, once they are as many as there are lost slips: the dead-letter worker is quick, not immediate. */
async function listed(count: number): Promise<readonly string[]> {
  let outcome: Outcome | undefined;
  await vi.waitFor(
    async () => {
      outcome = await call(redrive, ['--local'], env);
      expect(outcome.stdout).toContain(`${count} lost slips`);
    },
    { timeout: 30_000 },
  );
  expect(outcome).toMatchObject({ code: 0, stderr: '' });
  return outcome?.stdout.split('\n').slice(0, count) ?? [];
}

describe('npm run redrive', () => {
  it('lists what was given up, with the reason, and has it brewed after all', async () => {
    const repair = jam();
    const [lost, other] = await Promise.all([givenUp(), givenUp()]);
    await shop.sqs.send(
      new SendMessageCommand({ QueueUrl: shop.queueUrl('BrewStationSlips'), MessageBody: 'latte please' }),
    );
    const time = '\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z';
    const slipOf = (id: string, done: string) =>
      expect.stringMatching(new RegExp(`^${time}  ${done}  ${id}  \\(order ${id} is failed\\)$`));
    const garbage = expect.stringMatching(
      new RegExp(`^${time}  left  no slip: "latte please"  \\(not a slip\\)$`),
    );
    const left = [slipOf(lost.id, 'left'), slipOf(other.id, 'left'), garbage];
    // A list alone leaves everything where it is, to be listed again.
    for (const _ of [1, 2]) expect(await listed(3)).toEqual(expect.arrayContaining(left));
    repair();

    const one = await start('redrive', ['--local', '--send', '--order', lost.id], env).outcome;
    expect(one).toMatchObject({ code: 0, stderr: '' });
    expect(one.stdout.split('\n')).toEqual(
      expect.arrayContaining([
        slipOf(lost.id, 'sent again'),
        slipOf(other.id, 'left'),
        garbage,
        '3 lost slips',
      ]),
    );
    const ready = await shop.audit.until(lost.id, ({ status }) => status === 'ready');
    const statuses = ready.history.map(({ status }) => status);
    expect(statuses).toEqual([
      'queued',
      'grinding',
      'brewing',
      'labelling',
      'failed',
      'queued',
      'labelling',
      'ready',
    ]);

    const { stdout } = await call(redrive, ['--local', '--send'], env);
    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining([slipOf(other.id, 'sent again'), garbage, '2 lost slips']),
    );
    await shop.audit.until(other.id, ({ status }) => status === 'ready');
    expect(await listed(1)).toEqual([garbage]);
    expect(shop.audit.violations).toEqual([]);
  }, 60_000);

  it.each([
    [[], 'say --local or --stack NAME'],
    [['--local', '--stack', 'Coffee'], 'say --local or --stack NAME'],
    [['--local', 'all'], 'what is all? Options only'],
    [['--local', '--resend'], "Unknown option '--resend'"],
  ])('called with %j says what is wrong, with 2', async (args, reason) => {
    expect(await call(redrive, args, env)).toEqual({
      code: 2,
      stdout: '',
      stderr: `${reason} (--help tells more)\n`,
    });
  });
});
