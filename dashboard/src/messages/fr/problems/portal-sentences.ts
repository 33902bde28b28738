import type { TranslatedSentence } from '../../translate-sentences.ts';

/** Reasons why a customer gets no link to an invoice, and why an invoice is not given to the platform. */
export const portalSentencesFr: readonly TranslatedSentence[] = [
  ['Must be from {min} to {max} days.', 'Doit être de {min} à {max} jours.'],
  [
    'No platform is configured, to which invoices could be given.',
    'Aucune plateforme n’est configurée, à laquelle remettre des factures.',
  ],
  ['The invoice was given to the platform already.', 'La facture a déjà été remise à la plateforme.'],
  ['A draft has no link; issue it first.', 'Un brouillon n’a pas de lien ; émettez-le d’abord.'],
  ['The invoice is void; it asks for nothing.', 'La facture est annulée ; elle ne demande rien.'],
  [
    'The invoice was imported; the system that issued it shows it.',
    'La facture a été importée ; le système qui l’a émise la montre.',
  ],
  [
    'The invoice was issued without the data of a seller, whom its reader could ask.',
    'La facture a été émise sans données de vendeur, que son lecteur pourrait interroger.',
  ],
  [
    'The invoice has had {count} links, as many as it may have.',
    'La facture a eu {count} liens, autant qu’elle peut en avoir.',
  ],
];
