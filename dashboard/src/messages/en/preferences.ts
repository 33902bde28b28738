export const preferencesEn = {
  density: 'Density of lists',
  densities: { COMFORTABLE: 'Comfortable', COMPACT: 'Compact' },
  startPage: 'Start page',
  firstPage: 'The first of the navigation',
  keptHereOnly: 'The choice holds in this browser only: the server does not answer.',
};
