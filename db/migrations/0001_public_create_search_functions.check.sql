do $$ begin
  assert fts_vector('高效液相色谱仪') @@ fts_query('液相色谱'), 'a phrase within a Chinese name is found';
  assert not fts_vector('色谱分析，液相') @@ fts_query('液相色谱'), 'the same characters in another order are not';
  assert fts_vector('Scanning electron microscope') @@ fts_query('MICRO'), 'an English word is found by its beginning';
  assert fts_vector('ＳＥＭ 扫描电镜') @@ fts_query('sem'), 'full-width letters are letters';
  assert fts_vector('口服固体仿制药一致性评价') @@ fts_query('仿制药'), 'three characters are found within a longer name';
  assert fts_vector('Olympus BX51 microscopes') @@ fts_query('Microscope'), 'a word is found in its plural';
  assert fts_vector(null) = ''::tsvector, 'nothing is found in nothing';
end $$;
