-- Analysts compare titles by their letters (similarity, %) and take accents off (unaccent) with what the two extensions bring.
grant usage on schema public to newsdesk_analyst, newsdesk_loader;
