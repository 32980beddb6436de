export interface Sale {
  readonly product: string;
  readonly pieces: number;
  readonly cents: number;
}

const products = ['bench', 'chair', 'lamp', 'shelf', 'table'];

/** Stands for your own database: what was sold on a day, `2026-01-31`. It is the same whenever it is asked for. */
export async function salesOf(day: string): Promise<readonly Sale[]> {
  const seed = Date.parse(day) / 86_400_000;
  return products.map((product, n) => {
    const pieces = 1 + ((seed * 7 + n * 13) % 9);
    return { product, pieces, cents: pieces * 1000 * (n + 2) };
  });
}

/** The days from one to the other, both included. */
export function daysOf({ from, to }: { readonly from: string; readonly to: string }): readonly string[] {
  const [first, last] = [Date.parse(from), Date.parse(to)];
  const days = Array.from({ length: (last - first) / 86_400_000 + 1 }, (_, n) => first + n * 86_400_000);
  return days.map((day) => new Date(day).toISOString().slice(0, 10));
}
