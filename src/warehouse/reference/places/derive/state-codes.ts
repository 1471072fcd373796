/**
 * Abbreviations of states as addresses write them, per country: code, then the name that the gazetteer has for it.
 * Where GeoNames' own codes are the usual ones (United States, Switzerland, United Kingdom) they are taken from there.
 */
export const STATE_CODES: Record<string, string> = {
  AR: 'CABA=Buenos Aires F.D.;BA=Buenos Aires;SF=Santa Fe Province;MZA=Mendoza Province;CBA=Cordoba Province',
  AT: 'W=Vienna;NÖ=Lower Austria;OÖ=Upper Austria;Stmk=Styria;Ktn=Carinthia;Sbg=Salzburg;Vbg=Vorarlberg;Bgld=Burgenland',
  AU: `ACT=Australian Capital Territory;NSW=New South Wales;NT=Northern Territory;QLD=Queensland;SA=South Australia;
    TAS=Tasmania;VIC=Victoria;WA=Western Australia`,
  BR: `AC=Acre;AL=Alagoas;AP=Amapá;AM=Amazonas;BA=Estado de Bahia;CE=Ceará;DF=Federal District;ES=Espírito Santo;GO=Goiás;
    MA=Maranhão;MT=Mato Grosso;MS=Mato Grosso do Sul;MG=Minas Gerais;PA=Pará;PB=Paraíba;PR=Paraná;PE=Pernambuco;PI=Piauí;
    RJ=Rio de Janeiro;RN=Rio Grande do Norte;RS=Rio Grande do Sul;RO=Rondônia;RR=Roraima;SC=Santa Catarina;SP=São Paulo;
    SE=Sergipe;TO=Tocantins`,
  CA: `AB=Alberta;BC=British Columbia;MB=Manitoba;NB=New Brunswick;NL=Newfoundland and Labrador;NS=Nova Scotia;
    NT=Northwest Territories;NU=Nunavut;ON=Ontario;PE=Prince Edward Island;PEI=Prince Edward Island;QC=Quebec;PQ=Quebec;
    SK=Saskatchewan;YT=Yukon Territory;Ont=Ontario;Que=Quebec;Alta=Alberta`,
  CL: 'RM=Santiago Metropolitan',
  CO: 'DC=Bogota D.C.;ANT=Antioquia',
  DE: `BW=Baden-Württemberg;BY=Bavaria;BE=Berlin;BB=Brandenburg;HB=Bremen;HH=Free and Hanseatic City of Hamburg;HE=Hesse;
    MV=Mecklenburg-Vorpommern;NI=Lower Saxony;NW=North Rhine-Westphalia;NRW=North Rhine-Westphalia;
    RP=Rhineland-Palatinate;SL=Saarland;SN=Saxony;ST=Saxony-Anhalt;SH=Schleswig-Holstein;TH=Free State of Thuringia`,
  ES: `MD=Madrid;CT=Catalonia;AN=Andalusia;PV=Basque Country;GA=Galicia;VC=Valencia;AR=Aragon;CL=Castille and León;
    IB=Balearic Islands;CN=Canary Islands`,
  FR: "IDF=Île-de-France Region;PACA=Provence-Alpes-Côte d'Azur Region;ARA=Auvergne-Rhône-Alpes",
  GB: 'NI=Northern Ireland;Eng=England',
  ID: 'DKI=Jakarta Special Capital Region',
  IN: `AN=Andaman and Nicobar Islands;AP=Andhra Pradesh;AR=Arunachal Pradesh;AS=Assam;BR=Bihar;CH=Chandigarh;
    CG=Chhattisgarh;CT=Chhattisgarh;DL=National Capital Territory of Delhi;GA=Goa;GJ=Gujarat;HR=Haryana;
    HP=Himachal Pradesh;JK=Jammu and Kashmir;JH=Jharkhand;KA=Karnataka;KL=Kerala;LA=Ladakh;MP=Madhya Pradesh;
    MH=Maharashtra;MN=State of Manipur;ML=State of Meghālaya;MZ=State of Mizoram;NL=Nagaland;OD=Odisha;OR=Odisha;
    PY=Puducherry;PB=Punjab;RJ=Rajasthan;SK=State of Sikkim;TN=Tamil Nadu;TS=Telangana;TG=Telangana;TR=State of Tripura;
    UP=State of Uttar Pradesh;UK=Uttarakhand;UT=Uttarakhand;WB=State of West Bengal`,
  MX: `CDMX=Mexico City;DF=Mexico City;CMX=Mexico City;NL=Nuevo León;Jal=Jalisco;QRO=Querétaro;Gto=Guanajuato;
    Pue=Puebla;Yuc=Yucatán;BC=Free and Sovereign State of Baja California;SLP=San Luis Potosí;Q R=Quintana Roo;
    EDOMEX=México;Edo Mex=México;Mex=México;Coah=Coahuila;Chih=Chihuahua;Son=Sonora;Sin=Sinaloa;Ver=Veracruz;
    Mich=Michoacán;Ags=Aguascalientes;Mor=Morelos;Tamps=Tamaulipas;Oax=Oaxaca;Hgo=Hidalgo`,
  MY: 'KL=Kuala Lumpur;SGR=Selangor;PNG=Penang;JHR=Johor',
  NG: 'LA=Lagos;FC=FCT;FCT=FCT;OY=Oyo;RI=Rivers;KN=Kano',
  NL: `NH=North Holland;ZH=South Holland;NB=North Brabant;UT=Utrecht;GE=Gelderland;GLD=Gelderland;OV=Overijssel;
    LI=Limburg;FR=Friesland;GR=Province of Groningen;DR=Drenthe;FL=Flevoland;ZE=Zeeland`,
  PH: 'MM=National Capital Region',
  US: `D.C.=District of Columbia;Calif=California;Cal=California;Tex=Texas;Fla=Florida;Mass=Massachusetts;Minn=Minnesota;
    Mich=Michigan;Penn=Pennsylvania;Penna=Pennsylvania;Wash=Washington;Ariz=Arizona;Colo=Colorado;Conn=Connecticut;
    Ill=Illinois;Ind=Indiana;Tenn=Tennessee;Wis=Wisconsin;Wisc=Wisconsin;Okla=Oklahoma;Ore=Oregon;Va=Virginia;
    N.Y.=New York;N.J.=New Jersey;N.C.=North Carolina;S.C.=South Carolina;Ga=Georgia;Nev=Nevada;Neb=Nebraska`,
  ZA: 'GP=Gauteng;WC=Western Cape;EC=Province of Eastern Cape;KZN=KwaZulu-Natal;NC=Northern Cape;NW=North-West;LP=Limpopo',
}

/** Names of states that GeoNames gives otherwise, or another way than LinkedIn and addresses do. */
export const STATE_NAMES: Record<string, string> = {
  'AE.01': 'Abu Dhabi',
  'AR.01': 'Buenos Aires Province',
  'AR.05': 'Córdoba',
  'AR.07': 'Buenos Aires',
  'AZ.09': 'Baku',
  'BE.BRU': 'Brussels',
  'BE.VLG': 'Flanders',
  'BE.WAL': 'Wallonia',
  'BG.42': 'Sofia',
  'BR.05': 'Bahia',
  'BR.07': 'Federal District',
  'BY.04': 'Minsk',
  'CA.12': 'Yukon',
  'CL.12': 'Santiago Metropolitan Region',
  'CH.BS': 'Basel-Stadt',
  'CH.TI': 'Ticino',
  'CN.13': 'Xinjiang',
  'CN.14': 'Tibet',
  'CN.16': 'Guangxi',
  'CN.20': 'Inner Mongolia',
  'CN.21': 'Ningxia',
  'CO.34': 'Bogotá',
  'CZ.52': 'Prague',
  'CZ.78': 'South Moravia',
  'CZ.85': 'Moravia-Silesia',
  'CD.06': 'Kinshasa',
  'DE.04': 'Hamburg',
  'DE.15': 'Thuringia',
  'DK.17': 'Capital Region of Denmark',
  'ES.34': 'Asturias',
  'ES.54': 'Castilla-La Mancha',
  'ES.55': 'Castile and León',
  'ES.60': 'Valencian Community',
  'GE.51': 'Tbilisi',
  'ID.04': 'Jakarta',
  'ID.10': 'Yogyakarta',
  'IN.07': 'Delhi',
  'IN.18': 'Meghalaya',
  'IT.02': 'Basilicata',
  'IT.10': 'Marche',
  'KE.05': 'Nairobi',
  'KZ.05': 'Astana',
  'LB.04': 'Beirut',
  'MK.F6': 'Skopje',
  'MM.17': 'Yangon',
  'MZ.11': 'Maputo',
  'MX.02': 'Baja California',
  'MX.15': 'State of Mexico',
  'PE.15': 'Lima Region',
  'PL.72': 'Dolnośląskie',
  'PL.73': 'Kujawsko-Pomorskie',
  'PL.74': 'Łódzkie',
  'PL.75': 'Lubelskie',
  'PL.76': 'Lubuskie',
  'PL.77': 'Małopolskie',
  'PL.78': 'Mazowieckie',
  'PL.79': 'Opolskie',
  'PL.80': 'Podkarpackie',
  'PL.81': 'Podlaskie',
  'PL.82': 'Pomorskie',
  'PL.83': 'Śląskie',
  'PL.84': 'Świętokrzyskie',
  'PL.85': 'Warmińsko-Mazurskie',
  'PL.86': 'Wielkopolskie',
  'PL.87': 'Zachodniopomorskie',
  'QA.01': 'Doha',
  'RO.10': 'Bucharest',
  'RU.42': 'Leningrad Oblast',
  'RU.47': 'Moscow Oblast',
  'SK.01': 'Banská Bystrica',
  'SK.03': 'Košice',
  'SK.04': 'Nitra',
  'SK.05': 'Prešov',
  'SK.06': 'Trenčín',
  'SK.08': 'Žilina',
  'TW.02': 'Kaohsiung',
  'UA.12': 'Kyiv',
  'UA.13': 'Kyiv Oblast',
  'SK.02': 'Bratislava',
  'US.DC': 'District of Columbia',
  'JP.32': 'Osaka',
  'JP.13': 'Hyogo',
  'UA.17': 'Odesa',
  'XK.10097360': 'Pristina',
  'ZA.03': 'Free State',
  'ZA.10': 'North West',
}

/** Further names of states, which are in no list: as LinkedIn and Google write them. */
export const STATE_ALIASES: Record<string, string> = {
  'AR.07': 'Ciudad Autónoma de Buenos Aires|Autonomous City of Buenos Aires|Capital Federal',
  'AT.09': 'Vienna',
  'AU.01': 'ACT',
  'BE.BRU': 'Brussels Region|Brussels Capital|Bruxelles-Capitale|Brussels-Capital Region',
  'BE.VLG': 'Vlaanderen|Flemish Region|Vlaams Gewest',
  'BE.WAL': 'Wallonie|Walloon Region',
  'CA.05': 'Newfoundland',
  'CA.09': 'PEI',
  'CL.12': 'Región Metropolitana|Región Metropolitana de Santiago',
  'CO.34': 'Capital District|Distrito Capital|Bogota DC|Bogotá D.C., Capital District',
  'CZ.52': 'Prague|Hlavní město Praha',
  'DE.08': 'Rhineland Palatinate|Rheinland-Pfalz',
  'ES.29': 'Community of Madrid|Comunidad de Madrid',
  'ES.60': 'Valencian Community|Comunidad Valenciana|Comunitat Valenciana',
  'FI.01': 'Nyland',
  'FR.11': 'IDF|Ile de France',
  'GB.WLS': 'Cymru',
  'GR.ESYE31': 'Attiki|Attica Region',
  'BD.84': 'Chattogram',
  'IL.01': 'South District|Southern District',
  'IL.02': 'Center District|Central District|HaMerkaz',
  'IL.03': 'North District|Northern District',
  'ID.04': 'DKI Jakarta|Jakarta Capital Region',
  'IN.07': 'Delhi|NCT of Delhi',
  'IT.07': 'Latium|Lazio',
  'MX.09': 'Ciudad de México|Distrito Federal|Federal District',
  'MX.15': 'Estado de México|State of Mexico',
  'NG.11': 'Federal Capital Territory|Abuja FCT',
  'PH.NCR': 'Metro Manila|NCR|National Capital Region',
  'PT.14': 'Lisboa|Lisbon',
  'RO.10': 'Bucharest|București|Municipiul București',
  'SE.28': 'Västra Götaland',
  'TH.40': 'Bangkok City|Krung Thep',
  'US.DC': 'Washington DC|District of Columbia',
  'VN.20': 'Ho Chi Minh|Hồ Chí Minh',
}
