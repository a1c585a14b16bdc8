// Filters live in the address. These are the parameters that the lists of the API share.

export const FILTERS = [
  'q', 'type', 'status', 'certainty', 'from', 'to', 'place', 'country', 'near', 'polygon', 'actor', 'recipient', 'party', 'source',
  'killed_min', 'injured_min', 'disputed', 'independent_min', 'review', 'as_of', 'sort',
] as const;

/** The filters of an address, in a fixed order: equal views have equal addresses. */
export function filtersOf(address: URLSearchParams): URLSearchParams {
  const out = new URLSearchParams();
  for (const key of FILTERS) for (const v of address.getAll(key)) out.append(key, v);
  return out;
}

/** The same with some parameters left out. */
export function without(p: URLSearchParams, ...keys: string[]): URLSearchParams {
  const out = new URLSearchParams(p);
  for (const k of keys) out.delete(k);
  return out;
}
