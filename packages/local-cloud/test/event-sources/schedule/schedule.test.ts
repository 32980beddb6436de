import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startSchedule } from '../../../src/event-sources/schedule/schedule.ts';
import { failed, fakeFunction } from '../fake-function.ts';

const ruleArn = 'arn:aws:events:eu-west-1:000000000000:rule/sweep';
const scheduleArn = 'arn:aws:scheduler:eu-west-1:000000000000:schedule/default/sweep';
const target = { Arn: 'arn:aws:lambda:eu-west-1:000000000000:function:work' };

function rule(properties: object = {}) {
  return {
    logicalId: 'Sweep',
    type: 'AWS::Events::Rule',
    properties: {
      ScheduleExpression: 'rate(5 minutes)',
      State: 'ENABLED',
      Targets: [{ ...target, Id: 'Target0' }],
      ...properties,
    },
  };
}

function schedule(targetProperties: object = {}) {
  return {
    logicalId: 'Sweep',
    type: 'AWS::Scheduler::Schedule',
    properties: {
      FlexibleTimeWindow: { Mode: 'OFF' },
      ScheduleExpression: 'rate(1 hour)',
      ScheduleExpressionTimezone: 'Etc/UTC',
      Target: { ...target, RoleArn: 'arn:aws:iam::000000000000:role/x', ...targetProperties },
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 2, 3, 4, 5, 678) });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a rule', () => {
  it('invokes its target at its rate until it is closed', async () => {
    const fn = fakeFunction();
    const running = startSchedule({ resource: rule(), arn: ruleArn, functions: () => fn });
    await vi.advanceTimersByTimeAsync(299_999);
    expect(fn.invocations).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(600_001);
    expect(fn.invocations).toHaveLength(3);
    await running.close();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(fn.invocations).toHaveLength(3);
  });

  it('sends the event of EventBridge', async () => {
    const fn = fakeFunction();
    const running = startSchedule({ resource: rule(), arn: ruleArn, functions: () => fn });
    expect(await running.trigger()).toEqual([{ outcome: 'returned', payload: null }]);
    await running.close();
    expect(fn.invocations[0]?.event).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: '000000000000',
      time: '2026-01-02T03:04:05Z',
      region: 'eu-west-1',
      resources: [ruleArn],
      detail: {},
    });
  });

  it('keeps a timetable until it is closed', async () => {
    const fn = fakeFunction();
    const resource = rule({ ScheduleExpression: 'cron(0/10 * * * ? *)' });
    const running = startSchedule({ resource, arn: ruleArn, functions: () => fn });
    await vi.advanceTimersByTimeAsync(Date.UTC(2026, 0, 2, 3, 9, 59) - Date.now());
    expect(fn.invocations).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1_201_000);
    expect(fn.invocations).toHaveLength(3);
    await running.close();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(fn.invocations).toHaveLength(3);
  });

  it('does nothing while it is disabled', async () => {
    const fn = fakeFunction();
    startSchedule({ resource: rule({ State: 'DISABLED' }), arn: ruleArn, functions: () => fn });
    await vi.advanceTimersByTimeAsync(600_000);
    expect(fn.invocations).toHaveLength(0);
  });

  it('tells when its target fails', async () => {
    const lines: string[] = [];
    const fn = fakeFunction(() => failed);
    const running = startSchedule({
      resource: rule(),
      arn: ruleArn,
      functions: () => fn,
      log: (line) => lines.push(line),
    });
    await running.trigger();
    await running.close();
    expect(lines).toEqual(['Schedule Sweep: Work failed: x']);
  });
});

describe('a schedule', () => {
  it('sends the event of EventBridge Scheduler', async () => {
    const fn = fakeFunction();
    const running = startSchedule({ resource: schedule(), arn: scheduleArn, functions: () => fn });
    await vi.advanceTimersByTimeAsync(3_600_000);
    await running.close();
    expect(fn.invocations[0]?.event).toMatchObject({
      source: 'aws.scheduler',
      resources: [scheduleArn],
      time: '2026-01-02T04:04:05Z',
      detail: '{}',
    });
  });

  it('sends its input instead if it has one', async () => {
    const fn = fakeFunction();
    const running = startSchedule({
      resource: schedule({ Input: '{"sweep":true}' }),
      arn: scheduleArn,
      functions: () => fn,
    });
    await running.trigger();
    await running.close();
    expect(fn.invocations[0]?.event).toEqual({ sweep: true });
  });
});
