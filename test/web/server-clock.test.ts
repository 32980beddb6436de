import { expect, it } from 'vitest';
import { ServerClock } from '../../web/server-clock.ts';

const noon = Date.parse('2026-01-01T12:00:00Z');

function clockAhead(by: number) {
  let server = noon;
  const clock = new ServerClock(() => server + by);
  const answer = (takesMs: number) => {
    const sentAt = server + by;
    server += takesMs;
    clock.answered(sentAt, new Date(server).toUTCString());
  };
  return { clock, answer, pass: (ms: number) => (server += ms), serverNow: () => server };
}

it('believes a clock that nothing speaks against', () => {
  const { clock, answer, pass, serverNow } = clockAhead(0);
  expect(clock.now()).toBe(noon);
  answer(40);
  pass(700);
  clock.heardOf(serverNow() - 90_000);
  expect(clock.now()).toBe(serverNow());
});

it.each([300_000, -300_000, 4_000, -4_000])('finds out that a clock is wrong by %i ms', (by) => {
  const { clock, answer, pass, serverNow } = clockAhead(by);
  answer(40);
  for (let n = 0; n < 10; n += 1) {
    pass(777);
    answer(30);
  }
  expect(Math.abs(clock.now() - serverNow())).toBeLessThan(1100);
});

it('gets by without a date', () => {
  const { clock, pass, serverNow } = clockAhead(60_000);
  clock.answered(noon, null);
  pass(10);
  clock.heardOf(serverNow() - 10);
  expect(clock.now()).toBe(serverNow() + 60_000);
});

it('takes the newer bounds when the clock was set meanwhile', () => {
  const before = clockAhead(0);
  before.answer(10);
  before.clock.answered(noon + 3_600_000, new Date(noon + 100).toUTCString());
  expect(before.clock.now()).toBeLessThan(before.serverNow());
});
