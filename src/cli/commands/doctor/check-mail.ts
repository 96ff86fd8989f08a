/** Whether SES sends the mails that the settings ask for. */

import { classify } from '../../../aws/failures.ts';
import type { GenericCalls } from '../../../aws/generic-client.ts';
import type { Fleet } from '../../../aws/open-fleet.ts';
import { errorLine } from '../../error-line.ts';
import { skipped } from './check-aws.ts';
import type { CheckedInstallation } from './checked-installation.ts';
import type { DoctorCheck } from './command.ts';

const check = 'mail';

/** The sender must be verified; in the sandbox of SES, so must every recipient. */
export async function checkMail(
  fleet: Fleet,
  { settings, region }: CheckedInstallation,
): Promise<DoctorCheck> {
  const {
    withOriginEmailRecipient: sender,
    withCostEmailRecipients,
    withHolderNotices,
  } = settings.features;
  if (sender === undefined) return skipped(check, 'the settings send no mail');
  const ses = fleet.generic('sesv2', region);
  try {
    const { ProductionAccessEnabled: isOpen } = await ses.call('GetAccount');
    const needed = isOpen ? [sender] : [sender, ...withCostEmailRecipients];
    const unverified = await unverifiedOf(ses, needed.map(addressIn));
    if (unverified.length > 0) return unverifiedCheck(unverified, region);
    if (isOpen || withHolderNotices.length === 0) {
      return { check, status: 'ok', detail: `${needed.map(addressIn).join(', ')} verified` };
    }
    const detail = `SES in ${region} is in its sandbox: holders receive no mail unless each address is verified`;
    return { check, status: 'warning', detail, advice: 'request production access' };
  } catch (error) {
    return { check, status: 'failed', detail: errorLine(error) };
  }
}

function unverifiedCheck(unverified: readonly string[], region: string): DoctorCheck {
  return {
    check,
    status: 'failed',
    detail: `not verified in SES, ${region}: ${unverified.join(', ')}`,
    advice:
      'run aws sesv2 create-email-identity --email-identity for each, and follow the link that is mailed',
  };
}

/** `Cloud team <cloud@example.com>` → `cloud@example.com`. */
function addressIn(text: string): string {
  return /<([^>]+)>/.exec(text)?.[1] ?? text.trim();
}

async function unverifiedOf(
  ses: GenericCalls,
  addresses: readonly string[],
): Promise<readonly string[]> {
  const unverified: string[] = [];
  for (const address of new Set(addresses)) {
    const domain = address.split('@').at(-1) ?? '';
    const isVerified =
      (await isVerifiedIdentity(ses, address)) || (await isVerifiedIdentity(ses, domain));
    if (!isVerified) unverified.push(address);
  }
  return unverified;
}

async function isVerifiedIdentity(ses: GenericCalls, EmailIdentity: string): Promise<boolean> {
  try {
    const { VerifiedForSendingStatus } = await ses.call('GetEmailIdentity', { EmailIdentity });
    return VerifiedForSendingStatus === true;
  } catch (error) {
    if (classify(error).kind === 'not-found') return false;
    throw error;
  }
}
