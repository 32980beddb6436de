const key = 'coffee.guest';

/**
 * The name to sign in with, from what one wants on the cup: a hint for the issuer's form. The local issuer asks
 * nothing and takes it; who leaves the cup without a name is the same guest each time.
 */
export function nameToSignIn(nameOnCup: string): string {
  const name = nameOnCup
    .toLowerCase()
    .replaceAll(/[^\w.@-]+/g, '-')
    .slice(0, 64);
  if (/\w/.test(name)) return name;
  const guest = localStorage.getItem(key) ?? `guest-${crypto.randomUUID().slice(0, 8)}`;
  localStorage.setItem(key, guest);
  return guest;
}
