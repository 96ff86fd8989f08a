import type { NamingContext } from './naming-context.ts';
import { referenceFor } from './references.ts';
import { arnOf, kebab } from './resource-origin.ts';
import { valuesOf } from './service-values.ts';

export function singular(name: string): string {
  if (/ies$/i.test(name)) return name.replace(/ies$/i, 'y');
  if (/(ss|us|is)$/i.test(name)) return name;
  return name.replace(/(List|Set|Summaries|s)$/, '');
}

/** The kind of resource of a shape: `ClusterSummary` and `ClusterListItem` are clusters. */
export function nounOf(shapeName: string): string {
  return (
    shapeName.replace(
      /(Summary|Configuration|Config|Item|ListItem|ListEntry|Properties|Description|Detail|Details|Info|Information|Metadata|Overview|Type|Output|Response|Data)$/,
      '',
    ) || shapeName
  );
}

const policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
const words = ['alpha', 'beta', 'gamma', 'delta', 'main', 'core'];

/** The suffix that distinguishes this resource from its siblings, so that its references differ as well. */
function numberOf(id: string, noun: string): string {
  return id.startsWith(kebab(noun)) ? id.slice(kebab(noun).length) : `-${id}`;
}

/** A plausible text for a member of that name. */
export function textFor(member: string, named: NamingContext): string {
  return referenceFor(member, named) ?? wordsFor(member, named);
}

function wordsFor(member: string, named: NamingContext): string {
  const { origin, noun, id, random } = named;
  const own = member.toLowerCase();
  const values = valuesOf(own, named);
  if (values) return random.pick(values);
  const isOwn = new RegExp(`^(${noun}|)(id|name|identifier|key)$`, 'i').test(member);
  if (isOwn) return id;
  if (/arns?$/.test(own)) {
    const kind = member.replace(/arns?$/i, '') || noun;
    const isSame = kind.toLowerCase() === noun.toLowerCase();
    return arnOf(origin, kind, isSame ? id : `${kebab(kind)}${numberOf(id, noun)}`);
  }
  if (/account|owner/.test(own) && /id$|owner$|account$/.test(own)) return origin.accountId;
  if (own === 'region' || own === 'regionname' || own === 'awsregion') return origin.region;
  if (/availabilityzone$/.test(own)) return `${origin.region}a`;
  if (/(status|state)$/.test(own)) return 'ACTIVE';
  if (/(policy|document|json|template(body)?)$/.test(own)) return policy;
  if (/ur[il]s?$/.test(own)) return `https://${id}.${origin.service}.${origin.region}.example.com`;
  if (/^runtime|[a-z]Runtimes?$/.test(member)) return 'nodejs24.x';
  if (/(^t|T)ime$|(^d|D)ate$|[a-z]At$/.test(member)) return '2025-06-01T12:00:00Z';
  if (/cidr/.test(own)) return '10.0.0.0/16';
  if (/version$/.test(own)) return '1';
  if (/ids?$/.test(own))
    return `${kebab(member.replace(/ids?$/i, '')) || 'id'}-${random.text('0123456789abcdef', 8)}`;
  return random.pick(words);
}
