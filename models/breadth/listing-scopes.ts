/** Services that are not regional: a hand-written table. */

interface ListingScope {
  readonly scope: 'global' | 'regional';
  readonly askIn?: string;
}

const global = new Set(
  'BCM BCMDataExports BcmPricingCalculator Billing BillingConductor Budgets CE CUR Chatbot CloudFront IAM Invoicing Notifications NotificationsContacts Organizations PricingPlanManager Route53 Shield SupportApp SupportAuthZ UXC'.split(
    ' ',
  ),
);

/** Served by one region only. */
const regionsOfServices: Readonly<Record<string, string>> = {
  GlobalAccelerator: 'us-west-2',
  NetworkManager: 'us-west-2',
  Route53RecoveryControl: 'us-west-2',
  Route53RecoveryReadiness: 'us-west-2',
};

export function listingScopeOf(namespace: string): ListingScope {
  const region = regionsOfServices[namespace];
  if (region !== undefined) return { scope: 'global', askIn: region };
  return { scope: global.has(namespace) ? 'global' : 'regional' };
}
