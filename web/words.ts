import type { PublicOrder } from '../coffee/client/index.ts';
import { isLate, secondsLeft } from './brewing.ts';

/** "cold-brew" as people write it. */
export function drinkName(drink: string): string {
  return sentence(drink.replaceAll('-', ' '));
}

export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "Medium, for Shawn" */
export function orderDetail({ size, name }: PublicOrder): string {
  return [sentence(size), ...(name === undefined ? [] : [`for ${name}`])].join(', ');
}

/** "Medium latte for Shawn" */
export function orderTitle({ drink, size, name }: PublicOrder): string {
  return [
    sentence(size),
    drinkName(drink).toLowerCase(),
    ...(name === undefined ? [] : [`for ${name}`]),
  ].join(' ');
}

/** "48 s", "2 min 05 s", "1 h 20 min" */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${seconds < 10 ? Math.round(seconds * 10) / 10 : whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

export function timeLeft(seconds: number | undefined): string {
  if (seconds === undefined) return '';
  return seconds === 0 ? 'any moment now' : `${duration(seconds)} left`;
}

/** What is to be said of the wait at `now`, milliseconds by the server's clock. */
export function waitLeft(order: PublicOrder, now: number): string {
  return isLate(order, now) ? 'late: trying again' : timeLeft(secondsLeft(order, now));
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

/** The time of day here of an RFC 3339 time. */
export function timeOfDay(time: string): string {
  return clock.format(new Date(time));
}

/** What is called out at the counter. */
export function pickupCode({ result }: PublicOrder): string {
  const { pickupCode: code } = Object(result?.labelling) as { pickupCode?: unknown };
  return typeof code === 'string' ? code : '';
}

/** What else the work made, by name: `[['Label', 'LATTE / LARGE / #7KQP']]`. */
export function resultLines({ result }: PublicOrder): readonly (readonly [string, string])[] {
  const made = Object.values(Object(result) as object).flatMap((one) =>
    Object.entries(Object(one) as object),
  );
  return made
    .filter(([name]) => name !== 'pickupCode')
    .map(([name, value]) => [sentence(name), typeof value === 'string' ? value : JSON.stringify(value)]);
}
