import type { TranslatedSentence } from '../../translate-sentences.ts';

/** Sentences about mails and reminders, which billing says. */
export const mailSentencesFr: readonly TranslatedSentence[] = [
  [
    'The customer has no e-mail address; give one, or add it to the customer.',
    'Le client n’a pas d’adresse e-mail ; indiquez-en une ou complétez le client.',
  ],
  [
    'People have sent {count} mails about the invoice within a day, as many as they may; try again tomorrow.',
    '{count} messages ont été demandés pour la facture en un jour, le maximum ; réessayez demain.',
  ],
  ['There is no mail with this id.', 'Ce message n’existe pas.'],
  [
    'The mail is on its way; wait until it was sent or was not.',
    'Le message est en cours d’envoi ; attendez-en l’issue.',
  ],
  [
    'The mail was sent again already; only the newer mail can be sent again.',
    'Le message a déjà été renvoyé ; seul le plus récent peut l’être.',
  ],
  [
    'The mail could not be written; the log says why, under the id of the mail.',
    'Le message n’a pu être rédigé ; le journal en dit la cause, sous son identifiant.',
  ],
  [
    'Nothing is left to pay on the invoice; nobody is reminded.',
    'Il ne reste rien à payer ; il n’y a pas de rappel.',
  ],
  [
    'Reminders are only of issued invoices that were written here.',
    'Il n’y a de rappels que pour les factures émises ici.',
  ],
  ['The invoice is void.', 'La facture est annulée.'],
  ['The customer has no e-mail address.', 'Le client n’a pas d’adresse e-mail.'],
  ['The e-mail address of the customer is not one.', 'L’adresse e-mail du client n’en est pas une.'],
  [
    'The customer does not want reminders before the due date.',
    'Le client ne veut pas de rappel avant l’échéance.',
  ],
  ['The reminders of the invoice are paused.', 'Les rappels de la facture sont suspendus.'],
  ['The time of this reminder is over.', 'Le moment de ce rappel est passé.'],
  ['The plan of reminders has this step no more.', 'Le plan des rappels n’a plus cette étape.'],
  ['The invoice is disputed.', 'La facture est contestée.'],
  ['The payment was reversed.', 'Le paiement a été extourné.'],
  ['There is no document: {reason}', 'Il n’y a pas de document : {reason}'],
];
