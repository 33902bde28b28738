/** Where an issuer is reached. */
export interface IssuerAddress {
  /** The issuer's name, an address too: the one that browsers use. */
  readonly issuer: string;
  /** The address at which this process reaches it, where that is another one, as between containers. */
  readonly internalUrl?: string | undefined;
}

/** The address for a request of this process to one of the provider's own addresses, which begin with its issuer. */
export function toReachableUrl(url: string, { issuer, internalUrl }: IssuerAddress): string {
  if (internalUrl === undefined) return url;
  const base = issuer.replace(/\/$/, '');
  if (url !== base && !url.startsWith(`${base}/`)) return url;
  return internalUrl.replace(/\/$/, '') + url.slice(base.length);
}
