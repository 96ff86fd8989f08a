/** How an incident looks: a fact on a line, then its texts. */

import type { DocumentView } from '../../../output/printer.ts';
import { printable } from '../../../output/text.ts';
import { shortTime } from '../../lifecycle/time-text.ts';
import type { IncidentDocument } from './command.ts';

export const incidentDetailsView: DocumentView<IncidentDocument> = {
  tables: () => [],
  text: (incident) => printable(`${textOf(incident)}\n`),
};

function textOf(incident: IncidentDocument): string {
  const { id, status, title, message, attachments, latestFollowUps } = incident;
  const parts = [
    `${title}\n${id}, ${status}, opened ${shortTime(incident.openedAt)}`,
    factsOf(incident),
    message,
    ...attachments.map((one) => `${one.title}: ${one.object}\n${one.link}`),
    ...latestFollowUps.map((one) => `${shortTime(one.at)} ${one.title}\n${one.message}`),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function factsOf(incident: IncidentDocument): string {
  const facts = [
    ['Account', incident.account],
    ['Name', incident.accountName],
    ['E-mail', incident.email],
    ['Cost center', incident.costCenter],
    ['Organizational unit', incident.organizationalUnit],
    ['Exception', incident.exception],
    ['Follow-ups', String(incident.followUps)],
  ] as const;
  return facts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}
