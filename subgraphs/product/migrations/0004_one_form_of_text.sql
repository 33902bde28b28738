-- Texts that are there get the form that texts from outside have now (platform/text): NFC, plain spaces, no invisible marks.
-- What may be meaningful beside its neighbours (joiners, variation selectors) stays, and a text that would become empty
-- or longer stays as it is.
CREATE FUNCTION "product"."to_one_form"(given text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN form <> '' AND char_length(form) <= char_length(given) THEN form ELSE given END
  FROM (SELECT normalize(btrim(regexp_replace(regexp_replace(given,
    '[\u00AD\u034F\u061C\u115F\u1160\u180E\u200B\u200E\u200F\u2060-\u2064\u206A-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB]', '', 'g'),
    '[\u00A0\u2000-\u200A\u202F\u205F\u3000]', ' ', 'g'), E' \t\r\n')) AS form) AS formed
$$;
--> statement-breakpoint
UPDATE "product"."products" SET
    "name" = "product".to_one_form("name"),
    "description" = "product".to_one_form("description"),
    "unit" = "product".to_one_form("unit")
  WHERE octet_length("name") <> char_length("name")
    OR octet_length("description") <> char_length("description")
    OR octet_length("unit") <> char_length("unit");
--> statement-breakpoint
-- Of several that are the same in that form the oldest takes it, unless one has it; the others stay as they are.
UPDATE "product"."products" AS known SET "sku" = oldest.form
  FROM (
    SELECT DISTINCT ON (form) id, form
    FROM (SELECT id, "product".to_one_form("sku") AS form, "sku" AS given FROM "product"."products"
      WHERE octet_length("sku") <> char_length("sku")) AS unusual
    WHERE form <> given
    ORDER BY form, id
  ) AS oldest
  WHERE known.id = oldest.id
    AND NOT EXISTS (SELECT FROM "product"."products" AS other WHERE other."sku" = oldest.form);
--> statement-breakpoint
DROP FUNCTION "product"."to_one_form"(text);
