/** What tests do with the mail of the organization: read it, follow its links, verify senders. */

import { FlotillaError } from '../../model/flotilla-error.ts';
import { sesOf } from '../services/ses/state.ts';
import type { SimulatedAccount } from '../world/account.ts';
import type { World } from '../world/world.ts';
import { confirmMail, mailsOf, type ReceivedMail } from './mailbox.ts';

/** Where SES and its identities are: one account and region. */
export interface MailRegion {
  readonly accountId: string;
  readonly region: string;
}

/** The mail of a simulated organization. Nothing leaves the process. */
export interface SimulatedMail {
  /** All mails, the oldest first. Mails of SNS arrive once nothing is pending: see `running()`. */
  received(): readonly ReceivedMail[];
  /**
   * Follows the link of a mail: confirms the address or the subscription. Throws a `FlotillaError` with code
   * `InvalidInput` for a mail without a link.
   */
  confirm(mailId: string): void;
  /** Adds an address or a domain that SES accepts as a sender, as its owner would verify it. */
  verify(options: MailRegion & { readonly identity: string }): void;
  /** Takes an account out of the sandbox: recipients need not be verified, and the quota is 50,000 a day. */
  leaveSandbox(options: MailRegion): void;
}

export function simulatedMail(world: World): SimulatedMail {
  const stateOf = ({ accountId, region }: MailRegion) =>
    sesOf(world, accountOf(world, accountId), region);
  return {
    received: () => [...mailsOf(world)],
    confirm(mailId) {
      if (confirmMail(world, mailId)) return;
      throw new FlotillaError('InvalidInput', `mail ${mailId} has nothing to confirm`);
    },
    verify({ identity, ...place }) {
      const type = identity.includes('@') ? 'EMAIL_ADDRESS' : 'DOMAIN';
      const { identities } = stateOf(place);
      const tags = identities.get(identity)?.tags ?? new Map<string, string>();
      identities.set(identity, { name: identity, type, tags, verified: true });
    },
    leaveSandbox(place) {
      stateOf(place).production = true;
    },
  };
}

function accountOf(world: World, id: string): SimulatedAccount {
  const account = world.accounts.get(id);
  if (account) return account;
  throw new FlotillaError('InvalidInput', `account ${id} is not in the organization`);
}
