/** Services and processes by their names in the API. */
const services: Readonly<Record<string, string>> = {
  batch: 'The batch worker',
  billing: 'The system',
  'facturation-billing': 'The system',
};

export const actorsEn = {
  services,
  unknown: 'Somebody unknown',
};
