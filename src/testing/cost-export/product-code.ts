/** The code of a service in billing data, by its name in Cost Explorer. */
export function productCodeOf(service: string): string {
  return codes[service] ?? service.replace(/[^A-Za-z0-9]/g, '');
}

const codes: Readonly<Record<string, string>> = {
  'Amazon Elastic Compute Cloud - Compute': 'AmazonEC2',
  'EC2 - Other': 'AmazonEC2',
  'Amazon Simple Storage Service': 'AmazonS3',
  'Amazon Relational Database Service': 'AmazonRDS',
  'AWS Key Management Service': 'awskms',
  'Amazon Virtual Private Cloud': 'AmazonVPC',
  'Amazon Elastic Load Balancing': 'AWSELB',
  'AWS Support (Business)': 'AWSSupportBusiness',
  'Savings Plans for AWS Compute usage': 'ComputeSavingsPlans',
};
