/** Replaces `fetch`: the key that SNS signs with has an address of AWS, and the simulator has the key. */

export function simulateFetch(endpoint: string): void {
  const realFetch = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const url = addressOf(input);
    return isCertificateOfSns(url)
      ? realFetch(new URL(url.pathname, endpoint), init)
      : realFetch(input, init);
  };
}

function addressOf(input: string | URL | Request): URL {
  return new URL(input instanceof Request ? input.url : input);
}

function isCertificateOfSns({ hostname, pathname }: URL): boolean {
  return hostname.startsWith('sns.') && pathname.startsWith('/SimpleNotificationService-');
}
