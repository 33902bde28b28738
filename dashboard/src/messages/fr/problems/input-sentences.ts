import type { TranslatedSentence } from '../../translate-sentences.ts';

/** Sentences about the form of what was typed, which all services say. */
export const inputSentencesFr: readonly TranslatedSentence[] = [
  ['Must not be empty.', 'Ce champ ne doit pas être vide.'],
  ['Must be given.', 'Ce champ est à remplir.'],
  ['Must have at most {most} characters, not {count}.', 'Au plus {most} caractères, et non {count}.'],
  [
    'Must have no control characters {allowed}; it has {found}.',
    'Le texte contient un caractère de commande interdit : {found}.',
  ],
  ['Give {figure} from {min} to {max} {form}.', 'Indiquez {figure} de {min} à {max}, {form}.'],
  [
    'Must be a decimal number as a string, for example {example}.',
    'Indiquez un nombre décimal, par exemple 12,50.',
  ],
  [
    'Must be an ISO 4217 code in capital letters, for example {example}.',
    'Indiquez un code de devise, par exemple EUR.',
  ],
  [
    'Must be a day as ISO 8601 writes it, for example {example}.',
    'Indiquez un jour, par exemple 31/12/2026.',
  ],
  [
    'Must have at most {most} digits before the point and {after} after it; the number has {count} digits.',
    'Au plus {most} chiffres avant la virgule et {after} après ; le nombre en a {count}.',
  ],
  [
    'Must be an ISO 3166-1 alpha-2 code in capital letters, for example {example}.',
    'Indiquez un code de pays de deux lettres majuscules, par exemple FR.',
  ],
  [
    'Must be a number with its country code in E.164 form, for example {example}.',
    'Indiquez un numéro avec l’indicatif du pays, par exemple {example}.',
  ],
  [
    'Must be an e-mail address, for example {example}.',
    'Indiquez une adresse e-mail, par exemple comptabilite@example.com.',
  ],
  [
    'Must be an e-mail address such as {example}.',
    'Indiquez une adresse e-mail, par exemple ada@example.com.',
  ],
  [
    'Must be 3 to 100 letters without accents, digits or . _ @ + -',
    'De 3 à 100 lettres sans accents, chiffres ou . _ @ + -',
  ],
  ['Must be one of {roles}.', 'Choisissez parmi {roles}.'],
  [
    'A reason needs its category: give one that bears no tax.',
    'Un motif demande une catégorie sans taxe : choisissez-la.',
  ],
  [
    'The category {category} bears no tax: give 0 or no rate.',
    'La catégorie {category} est sans taxe : indiquez 0 ou aucun taux.',
  ],
  ['An exemption needs its reason.', 'Une exonération demande son motif.'],
  [
    'The category {category} has no reason: leave it out.',
    'La catégorie {category} n’a pas de motif : laissez-le vide.',
  ],
  ['The standard rate must be above zero.', 'Le taux normal doit être supérieur à zéro.'],
  ['The zero rate is 0.', 'Le taux zéro est 0.'],
  [
    'This key was used with another input; take a new key for each new call.',
    'Cette opération a déjà été envoyée avec d’autres données. Rechargez la page, puis recommencez.',
  ],
];

/** Sentences about customers, products, people, views and files. */
export const objectSentencesFr: readonly TranslatedSentence[] = [
  ['There is no {noun} with this id.', 'Cet objet n’existe pas ou n’existe plus.'],
  ['There is no such {noun}.', 'Cet objet n’existe pas ou n’existe plus.'],
  [
    'The {noun} is at version {version} now: read it again and repeat the change.',
    'Quelqu’un a enregistré une modification entre-temps. Relisez l’objet, puis refaites la vôtre.',
  ],
  ['The {noun} is {state} already.', 'C’est déjà {state}.'],
  ['Another customer has this external reference.', 'Un autre client a déjà cette référence externe.'],
  ['Another product has this stock keeping unit.', 'Un autre produit a déjà ce numéro.'],
  ['Another person has this username.', 'Une autre personne a déjà ce nom d’utilisateur.'],
  ['Another person has this e-mail address.', 'Une autre personne a déjà cette adresse e-mail.'],
  [
    'Another person has this username or this e-mail address.',
    'Une autre personne a déjà ce nom d’utilisateur ou cette adresse e-mail.',
  ],
  [
    'This is the last administrator who can sign in.',
    'C’est la dernière personne administratrice qui puisse se connecter.',
  ],
  ['Must be api- and {form}.', 'api- et de 1 à 40 lettres minuscules, chiffres et traits d’union.'],
  ['Another client has this id.', 'Un autre client a déjà cet identifiant.'],
  ['There are {count} API clients already; revoke one.', 'Il y a déjà {count} clients d’API.'],
  ['This person has no e-mail address.', 'Cette personne n’a pas d’adresse e-mail.'],
  ['This person may not sign in.', 'Cette personne ne peut pas se connecter.'],
  [
    'Changes by others cannot be locked out at the moment. Try again later.',
    'Les modifications simultanées ne peuvent pas être exclues en ce moment. Réessayez plus tard.',
  ],
  ['The mail could not be sent. Try again later.', 'Le message n’a pas pu être envoyé. Réessayez plus tard.'],
  [
    'The stock of this product is not tracked: set `isStockTracked` with `updateProduct` first.',
    'Le stock de ce produit n’est pas suivi : activez d’abord le suivi dans la fiche du produit.',
  ],
  ['There is not enough stock: it is {stock}.', 'Le stock ne suffit pas : il est de {stock}.'],
  [
    'The new stock would be too large: the stock is {stock}.',
    'Le nouveau stock serait trop grand : il est de {stock}.',
  ],
  ['You have no view with this id.', 'Vous n’avez pas ou plus cette vue.'],
  ['Another view of this list has this name.', 'Une autre vue de cette liste porte déjà ce nom.'],
  [
    'This list has {count} views already; delete one first.',
    'Cette liste a déjà {count} vues ; supprimez-en une d’abord.',
  ],
  ['Give at least one column.', 'Choisissez au moins une colonne.'],
  ['You have no such mapping.', 'Vous n’avez pas ou plus cette correspondance.'],
  ['Another mapping of yours has this name.', 'Une autre de vos correspondances porte déjà ce nom.'],
  [
    'You have {count} mappings already; delete one first.',
    'Vous avez déjà {count} correspondances ; supprimez-en une d’abord.',
  ],
  ['Must have at most {most} KiB.', 'Au plus {most} Kio.'],
  ['Must be a JSON object.', 'Indiquez un objet JSON.'],
  ['The file is empty.', 'Le fichier est vide.'],
  [
    'A file may have {most}; compress it, or cut it into several.',
    'Un fichier peut avoir {most} ; compressez-le ou coupez-le en plusieurs.',
  ],
  [
    'You have too many uploaded files; those of some days ago are removed soon.',
    'Vous avez trop de fichiers envoyés ; ceux d’il y a quelques jours seront bientôt supprimés.',
  ],
  ['Must be the name of a file, without folders.', 'Indiquez le nom d’un fichier, sans dossier.'],
  ['Must have at most {most} bytes in UTF-8.', 'Au plus {most} octets en UTF-8.'],
  [
    'You have no upload with this id whose file is complete.',
    'Le fichier n’est pas ou plus là ; envoyez-le de nouveau.',
  ],
  [
    'There is no mapping of this name; there are {names}.',
    'Il n’y a pas de correspondance de ce nom ; il y a {names}.',
  ],
  [
    'The mapping of this import is not one of this version.',
    'La correspondance de cet import n’est pas de cette version.',
  ],
  [
    'Each row of this mapping is a record of its own: there is nothing to put together.',
    'Avec cette correspondance, chaque ligne est une entrée : il n’y a rien à réunir.',
  ],
  [
    'Rows that a mapping of payments leaves out are not payments.',
    'Les lignes que laisse de côté une correspondance de paiements ne sont pas des paiements.',
  ],
  ['Must be a whole number of rows from 0.', 'Indiquez un nombre entier de lignes, à partir de 0.'],
  ['Must be a percentage from 0 to 100.', 'Indiquez un pourcentage de 0 à 100.'],
  [
    'You have {count} requests that wait or run; wait for one to end.',
    'Vous avez {count} demandes en attente ou en cours ; attendez la fin de l’une d’elles.',
  ],
  ['The job is running; stop it first.', 'L’import est en cours ; arrêtez-le d’abord.'],
  ['The job is undone already.', 'L’import est déjà annulé.'],
  ['The request has ended already: it is {state}.', 'La demande est déjà terminée.'],
];
