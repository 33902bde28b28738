export const preferencesEn = {
  density: 'Density of lists',
  densities: { COMFORTABLE: 'Comfortable', COMPACT: 'Compact' },
  startPage: 'Start page',
  firstPage: 'The first of the navigation',
  notKept:
    'The choice could not be kept: the server does not answer. It holds until the page is loaded again.',
};
