/// The frequencies of letter n-grams (runs of one to three letters) in each detected language.
///
/// For each language: its code; then steps, each followed by its runs. A run of step `n` has the
/// share `exp(-n / 3)` of the runs of its length; `_` is the edge of a word. Made by
/// Tests/Fixtures/language_profiles.py from frequencies of langdetect 1.0.9 (Apache License 2.0).
enum LanguageProfiles {
    static let text = """
        af: 6 e 7 a i n 8 r s 9 d e_ o t 10 l n_ 11 g ie ie_ k u 12 _d _di an di die er m s_ v w
        13 _i _v an_ b en h in p t_ te 14 _in _is _n _n_ _s _va aa d_ de el en_ er_ es f ge in_ is
        is_ r_ se st va van 15 _e _en _g _ge _o _w _wa D ar at ee nd on oo or re ri se_ te_ y 16
        _D _Di _S _a _b _m _t A S aan al and as at_ be de_ ek et et_ g_ ik ing it k_ ke l_ la le
        li me ng ns ra ro si ste ta ui wa 17 _A _be _de _h _k _me _st _ve Di Die a_ aar as_ c der
        ed ei ers es_ he ies ig ka lan m_ na nd_ nde ne ng_ ni nt oe ol om oor ord rd rs sie sta
        ter ti to ur ve ver wat we 18 _M _he _op _p _wo B G K M N ad am ans ar_ eer el_ em end ens
        ese est f_ het id ika it_ j ke_ ko le_ ma met nse of op ot p_ rd_ rik rt sk tr ts uit us
        vi vo wo y_ 19 _B _G _H _K _N _P _R _aa _as _l _na _on _oo _r _se _so _te _vi _vo C E F H
        I L O P R T V ad_ ag ak al_ ale da eb ede eel een eg eke ele ent erk eu eur ew geb ges gro
        ho id_ iek ier il ken ll lo mi nge no ns_ of_ op_ os ou pe pr ran re_ rie rk so ss taa tad
        tel uid ur_ us_ was wor ë 20 _C _E _F _I _J _L _O _T _V _W _da _ee _ka _ko _of _pr _re _to
        _ui J W aal aat ang ant ap art ba ber bi bo br del deu do ds ek_ eli els ep era erd ere
        eri ev ge_ gel gen gi gs ha i_ ia ige io ir ir_ ist its ja kaa ki ks kt lie lle ls mb mee
        men na_ ne_ nie nis nk nt_ nte o_ og ok om_ on_ ond ot_ pa pro rde rg rs_ ru ry sa sp str
        tie tu ul un vol wer ë_ 21 _Fr _Gr _Ma _do _ja _la _ma _no _u _we aam af ali am_ ari ate
        bes bru ch dee den ebr ed_ eid eld eme ene ern ert ete ga ger gt hoo hu ied ind ion ite ië
        ië_ ka_ kan kk ku ld len lu maa mo naa ngs nn od one ont ook or_ ort os_ per po raa reg
        ren rl rn roe ron rst rt_ rui sel sen ska sse ten th tig tot tra ty u_ um uss voo waa wee
        wi 22 _Be _Da _De _Du _In _Me _Ne _St _af _al _an _f _j _le _mi _po _ri _sa _su _ta Du Dui
        Fr Fra Gr ab ai ak_ akt ana ani are ati b_ bu by din ebo ee_ ei_ ein ell em_ erg erl erv
        erw esi gem gev go hei hi ia_ iaa ic ien im isi kte laa lei lig ls_ mbe me_ mer min mu ndi
        ner nne nst og_ oli ou_ ov ow pi pl res rg_ ski spe su tan tei tor tre tro tse tst tt tus
        tw twe uur vie vin vl x yn z ê 23 _Am _Ba _Ge _Ha _He _Ja _La _Mi _Na _Po _Pr _Re _Ve _We
        _Wi _by _ha _hu _ki _mu _ni _pa _pl _ro _si _th Be Da De Ne St U Ver We aak ade ae ae_ all
        ame ann ap_ ast au by_ dat dse du ea ef ege eh eil eit erb fe fo gan h_ ht_ hum ikk ili
        ill ine ini ise ita kie ks_ kun ld_ lde lli lst lt mm nds nti nwo ob ode oen ol_ ong ost
        par pla ppe rb rei rge rte ske sko son stu tem thu tri ts_ tte tuu ua ud ue um_ und urg
        usi ust ut uu vla war wy yd é 24 _An _Au _Co _Le _Si _Sp _U _ei _el _ke _km _ku _ne _ou
        _pe _tr _wi Am Ame Ge Ha He Ja Ned Pr Re Sta Ve Wi ac af_ ara ass ato ats aw ce che dd des
        dis doo egi ego elj ero ess ett eve fa he_ hee ht il_ ila ina inw je ji jo kse ksi las ler
        lis lj lui ly mie mun nda nl nsk nw oed oi omm ono ons oud owa pan pie por ra_ rh rla rli
        rr ry_ san tat the tl ty_ uar uk use voe won yf yn_ а 25 _Hi _Ta _Th _Z _am _bi _c _du _hy
        An Au Co I_ II Le Si Z ai_ ala ata av ban ca ce_ ch_ ck co da_ ds_ ebe ec eis elt eng esp
        for geh her ib iel iet iss iu ive kto kw la_ les lla los mme nb nc ndo nel nh oc oet out
        ove rf rom sc sem sg sge sh ta_ tes tik to_ ue_ ul_ unt val wan wit ye yw и о 26 _Bu _El
        _II _It _Sc _Un _ad _ar _at _bl _fo _lo _s_ _wy A_ Ber C_ II_ Ta Th The V_ Y ada ah ain
        aks alt ama anc ay bre c_ ci dan ehe ely enb epa ey ff ft gaa gl hr hri hy ian ica ich iku
        imb io_ isa kas lm lte ma_ mas mit nce nj nto od_ oi_ ols owe rea ric sch sed som ssa st_
        ted teu th_ tio tis tti twi un_ uw wie yd_ ër ü е к р с 27 _Ki _Or _Y _ch _ga _ti It Ki
        Pro Q SA SA_ Sc Sch Wil X aad ach age als anj apa aus az cha ct dh do_ dt dus ega egt ga_
        ida ire isk ito itt je_ jin kat kh kwa lar ll_ lo_ mba mbo mg nen nje ny ola onn our ph q
        rio sa_ tas til tli ud_ vat ven w_ z_ za á é_ ër_ ó ö в л н т 28 _Q D_ S_ aj dé fu iz oa
        qu uc vu ze zi
        ar: 6 ا 7 ل ي 8 _ال م 9 _ا ال ر ن و 10 ب ة ت د ع 11 ة_ س ف ه ي_ 12 _م أ ح ق ك ن_ 13 _في _و
        الم ج في_ ية_ 14 _أ _ب _ف _من ا_ د_ ر_ ش ص ط في لم م_ من_ ية 15 _ت _ع _ل ، ،_ إ ات_ ان ت_
        خ ري ز ل_ لا لي ما من و_ وا ى ى_ ين 16 _ك _ه _وا _ي ات ار الأ الت الع ام ان_ ب_ با بي ث دي
        ذ را رة_ ض غ لأ لى_ ني ه_ ها ها_ وال ول يا ين_ 17 _إ _با _ح _س _عل ئ اد الح الي ام_ اني بر
        رة س_ سي ع_ عا عل كا لت لع لك لى مي نا هو_ ور ون ير 18 _أو _إل _ج _عا _ق _لل _ن _هو _هي ء
        أو اء_ ائ اب اس ال_ الإ الا الب الج الد الس الش الف الق اي بال تي حد دا دة_ رب رو سا ست ظ
        عة_ على قا كان لب لة_ لح لد لس لف لق لل لو ما_ مة_ مد مر مع مو نة_ ني_ نية هو هي هي_ وم
        ون_ وي يا_ يد ير_ يل يم يو 19 _د _ر _ش _مع أو_ إلى ار_ الر الك الن بر_ تا تي_ جا ري_ رية
        عام ف_ لج له لي_ نه نو 20 _خ _و_ در ز_ مي_ ند نها ود ور_ 21 _اس _بر آ ئي ائي است اه او به
        رت رد سي_ سيا شم شما مار هر ود_ 22 _ان _به _جا _رو _سا _سي از جو دن ران ره زا نج 23 _آ _دا
        _شم _مي اس_ به_ تبر ده رف_ ره_ ش_ عرف مين ند_ 24 _جو _در _ها ئي_ از_ تان در_ دن_ ده_ ستا
        معر يار 25 _شه _طب اي_ بق_ ست_ شهر 26 _يا اره اين تا_ زار سال 27 آن جات شف هاي ア 28 شد
        bg: 7 а и 8 е н о т 9 р с 10 а_ в к л 11 д и_ на на_ п 12 _на г е_ з м 13 _н _п _с ен ни
        о_ у ъ я 14 _в _е _е_ _и _о ан ат б ия ия_ ра ри ск ст т_ та та_ те то то_ ч 15 _в_ _и_ _к
        _от _пр ар ата в_ ва ж ин ит ите й ка ки ки_ ко ли н_ но от от_ пр ре ски ц я_ 16 _г _д
        _по _се С ал ве ед ел ен_ ени ер ет ка_ ле не ни_ но_ ов ол он ор по ро се те_ ти ф щ 17
        _С _а _з _за _ко _м _р _т a e i ав ад ани ас ва_ ви во да де ди ес ето за из ик ил ис кат
        ла ло ма ме нс нск од ос пре р_ с_ ска тр х ци ш ър 18 _К _П _б _гр _из _ра _съ n o r s t
        А Б К М П аз ам анс аст ван г_ га го гр гра д_ дин до ев ез ем ери ест за_ ие ие_ ика им
        ина ист ич ият к_ л_ лен ли_ ми нат ние ния нт об ок ост ото про ран ред ри_ се_ си ст_
        ств тв тел че ят 19 _А _Б _В _Д _М _Р _Т _го _ка _об _ок _ре _с_ _ф l m u В Д Н О Р Т ава
        ай ак али ан_ ане ари ат_ ато вен во_ гар да_ ден дн еди ез_ ек еле ели ена ент зи ив ик_
        или ио ион ир ира й_ кр лга лн м_ ма_ мо не_ нит нов ове ог оди оло ом ори па пе пол ра_
        рад раз рат рез рия рс рск ръ са сел ста сти сто стр съ ти_ тор тра ция ча ъл ълг ю 20 _Г
        _И _Ма _Н _О _бъ _въ _г_ _да _де _до _ед _ил _им _ма _ме _не _са _си _ст _те _у _ч c d h
        s_ Г И Л ад_ ай_ алн аме ана ап арс ате ати аци би бл бо бъ бъл ват вет вн вр въ ги год ду
        ей ел_ ено ера еск же жен жи з_ зв ид иет ий ин_ ини иц иче йс йск кан кия ко_ кръ кт лг
        ло_ мен мер нас нд нен нос ов_ ова ови ои ой оли он_ оп ор_ пи по_ при рик рн ров род ру
        ръг са_ ско сл сте тво тен тн тъ у_ ур ус фи чес чн ща щат ъг_ ър_ ят_ ята 21 _Е _Ка _Л
        _На _То _Ф _Х _ви _во _кр _л _му _ос _ро _ща I e_ k Е Ма Ф Х аде ал_ але анд асе ац ач бе
        бли бр вер гл дна до_ дон др дс дъ ед_ едн едо еж еме еп ер_ зп зпо иа иг изв ийс име инс
        ита ити ито ица ици ичн ке кол кра ла_ лан лас лед лик лит лни лно ля ман мат мет мин мп
        му нал нар нг ник нн ово оде ож оз око окр оле она они ора пер пъ рав рал рев рен рит рм
        рт сн со сп тав тан тер тич тов тро ту тър хо це цио час чен чи ще ъг ъс ът ът_ яв ява 22
        _km _З _По _би _др _мо _па _пе _сл _ц _щ C S b er g p us us_ З На аб аке ами ар_ арт ба
        ви_ вл вод вот вс ге дел дни дно ег еде ело еми ет_ зик зн зна ий_ ил_ има кед кит ков кой
        ком кон кот ку лов лу му_ ниц нот нст нт_ нц ня од_ ода ое ой_ оно пос рис тве тик тин ук
        ул ун уч ци_ чни ши щи ь 23 _A _C _S _k _СА _У _бр _вр _ис _оп _та A M P a_ an ar in km²
        m²_ n_ on y ² АЩ_ Мак САЩ У Ч Ю ази го_ гол дж его енн еш зо ии ии_ ип кои лем ми_ ном ого
        одн онс пар рас рос спо тар тат тит тно ува уг уд ут ше 24 _B _I _M _P _В_ _Фр _Ц _Ч _Ш _Ю
        _со _фр _ш B D G L R T al en f li m² or r_ ra ri t_ ti v w ²_ α ν ο СА Ц Ш Щ аве авл ае ах
        вед вск гор ду_ ере ила им_ их ног озн олу оро осл рег рет рок ря тс ув уз фр ход ции що
        що_ як 25 _D _F _G _L _Ma _R _T _e _e_ _Да _Й _од _я E F H I_ II II_ N V at d_ el er_ es
        es_ he i_ ia ic il is iu l_ la le ll m_ ni nt o_ on_ re ro st te th x y_ ι ς τ АЩ В_ Й Фр
        Фра Щ_ ако анц ая ая_ бил бро вля дит ей_ етс иро иск ит_ ичк как ког ля_ нац нно ну ом_
        рта тет х_ чк 26 _Co _E _H _II _N _Th _V _W _t _th _Ж _Я _ек J O W ac an_ as ch de ea he_
        io ion it na nd ne ng ol ta to um z ε ρ ς_ σ Да Ж Нас Я ак_ б_ дос еко ем_ ики ле_ нав ои_
        роз сов сь ся чки 27 _I_ _J _d _o _p Co K Th X ae am and ati ca ce ci co da di et f_ g_ ge
        h_ ha ia_ id ie ig is_ lo ma me ns om os rd rt se si ter tr tu ul ur ve vi κ λ μ ν_ К_ анн
        иту мун ное ня_ тис тот 28 _K _O _a _s ad ai b_ do ec ed hi hu ir k_ mb mi no of ot ou pe
        rn ss un ί С_ СС ю_
        bn: 7 া 8 র ্ 9 ন ি ে 10 ক ত ব য 11 প ম র_ ল স 12 দ য় ় ে_ 13 _এ _প _ব _স । এ জ ট শ হ া_
        ার ি_ ী ু ের ের_ ্য ্র 14 _ক ।_ ই গ চ ন_ ন্ প্র ভ য়_ রা র্ ষ ান ার_ ো 15 _প্ _ম ং অ টি_ থ
        ্যা 16 a e 17 i n r 18 o s t 19 h l 20 c d m u 21 _। e_ g p 22 _।_ an b er n_ s_ y 23 A C
        S a_ al ar at f in on r_ t_ th ti 24 _A _C _S _t _th B M P T d_ en er_ es he he_ ic io ion
        is k l_ nd on_ or ra re ri te v w y_ 25 _B _M _P _T _a _o _of _p D I L N R al_ an_ and ati
        de es_ ha ia it la le li ma na ng nt of_ st ta the tio ur x 26 _D _F _G _I _L _Ma _N _R
        _Th _s E F G H O am as ce ch di ea ed el ent f_ ge h_ hum i_ ig il in_ ing le_ lo m_ mb me
        nd_ ne ng_ ni o_ of ol om ro se si ter thu to tr um us ve ا 27 _Co _E _H _J _O _an _c _d
        _f _i _l _m _r J K Th The W ac ad ag ai b_ ca co ct ed_ em et g_ ga hi ho ht hu ie j ll mi
        nc ns ou re_ rt ry ss un z 28 _K _W _b Co V be c_ ci da ec id ir no os ot pe rd ul ut
        ca: 6 a 7 e 8 i l n r s 9 d o t 10 a_ c u 11 _d _de de e_ m p s_ 12 de_ l_ 13 _a _e _l b
        el en er es g n_ t_ 14 _p al an ar el_ es_ f i_ la la_ nt ra re ta un v 15 _c _i _i_ _la
        _s _u _un al_ at ci ent h ia ia_ ic it na on or q r_ ri st te é 16 _a_ _co _el _en _es _f
        _m _és C am at_ ca co d_ del en_ er_ in is le li ls_ me na_ ni nt_ pe qu que se ti tr ue
        un_ y à è és és_ í ó 17 _A _C _E _L _al _d_ _l_ _o _pe _q _qu _r _se _t _é A E L M P S ac
        ad ant da di est ió ió_ ll ls ma men nc ne ns ol om pa per re_ ro rt si ta_ ts_ ue_ va x
        ó_ 18 _M _P _S _an _ca _fo _n _pr _re _v B aci ar_ art as c_ ca_ ció com da_ eg els em et
        ica ici il io ist ita les mb no ns_ ny o_ os par po pr ra_ ran res sa sta tat to ts tu u_
        ua una ur va_ ò 19 _B _El _am _di _g _h _le _mu _no _po _si _te _va F G R T ab ada ame an_
        anc any br ce cia con ct des do ec era fo gi ha ic_ id ie ig im ion ir j k lo m_ mi mu mun
        nci nd oc ons or_ ou ou_ pi pro rr rs so ss tan ter tre ul us ut ve vi y_ z à_ ès_ 20 _Co
        _D _F _G _I _La _Ma _R _T _V _b _ha _in _ma _o_ _pa _tr D El_ I La_ N V ai als ari b_ ba
        bi bre cu dep egi ei ell ep epa eri esp eu ga ge ina ipi is_ iu lla lt mo ng nia nte ny_
        ob om_ op os_ ot ov rd reg sa_ sc sp str su ten tic tor tra ui us_ 21 _Ba _Es _H _J _L_ _N
        _me _so _su Co Es H J L_ O U ado ag ali all ana ap ata ats au av bit cio dis du ea ect ed
        ene ere ers esc ev fa fe for go hi ib ill ir_ it_ lan le_ ll_ lle lu ma_ ner nti nya od
        on_ one ont ord ort ren rg ri_ ric rn rs_ rt_ ru st_ ste te_ tes tri uc ud ver ya ç é_ ú
        22 _O _Re _U _Un _ar _ge _j _mi _oc _ta _ve _vi K ade ala ale and ani ans ara arr ass ast
        ate be bo can car cc ch cie den der eb egu ern ess et_ g_ gen gl hab he ida ies ili inc
        ine itz lar len lic lm mer nda og ol_ ost p_ pl por qui rd_ se_ sen tem tro tz tà ula um
        vo w ya_ za · 23 _An _In _K _Le _Mi _Pr _do _du _fu _na _s_ _to An Est I_ Re X alt ang ano
        are as_ ati ber bu cal cen cs ega ele eme ens ert esa ese fu ga_ ho ian ie_ ien il_ in_
        ing ini iqu ite ive ja ju lis lli là me_ min nce nde ndi ne_ ni_ nis no_ nst ode of ot_
        ove pan rea rie ron sic ssa sse tel ud_ uit unt ven àn í_ ón ón_ 24 _Be _De _Di _Fr _Gr
        _Ha _Me _Na _Po _Ta _W _X _ab _ad _as _cu _em _er _im _pl _ro _sa Be Fr Le Pr W ae af ain
        ama ces cti din dir ds_ ebr ef ego end eng erv esi ete gan ge_ h_ ha_ ict ind iq ire isi
        ito its ler li_ lt_ lta là_ met mit nen nn nse nto nç nça oe oi ola oli pla rb rei rio rl
        rom son spe th til tot tà_ und ust val van vol xa É 25 _Am _Au _Ge _Ja _Or _Si _Ve _au _da
        _k _lo _ne _of _on _pi _ri _ti _vo _É _à C_ De Di Fra Ge Gr Ha II_ Si Ta ae_ aj anç ap_
        apa au_ ay ban cid dar dat di_ ds ea_ eci ede ei_ eli ero eve f_ ger ges he_ hu ibu id_
        ier ila im_ iss ità ja_ jo k_ las ld los ng_ ní oa omu ond ong ova pin rn_ ro_ ré sel sem
        sh si_ tad tei tig tt um_ ur_ vin yo z_ íc ü 26 _Bu _Da _Er _He _Hi _Ne _St _Th _at _bi
        _ga _il _ja A_ Am Au Da He Ja Pro Q Th Ve Y Z ad_ aga ah ai_ ak am_ ato aus che dad dal
        dan do_ dos ee erg eur her hi_ ico iet ige imi io_ isc je ka ki lig mas mis mm nd_ ndo nge
        nj nne nsa ono our pat pod rde rg_ rge rla rro rte san stu sur tio tis to_ té té_ uar une
        upa urg usi var wa ye ze zo À á è_ 27 _A_ _Du _Fa _I_ _Q _Y _Z _af _av _be _he _hu _km _z
        _zo _À Ber Er Ne Reg S_ St The V_ ach ais ann ao az aç ben ch_ cha ck co_ die ein em_ erd
        ey ez fen gel gio go_ hum iad ich ik ile iro iz ke lai leb lei lo_ lte mba nga nz nà of_
        ols omo oo op_ ph rf rk rts ry ry_ sg the ti_ tl tun ui_ uma use za_ zad zi 28 _Il _It _S_
        _Sc _Wi _bl _et _jo _ni _op _è Ang Du Pol X_ age aw ax ay_ bad bis bu_ ce_ chi dem det ear
        ed_ ege eis ej erb fan fro hr ido isa ise ka_ kh ko lde lie mme nch nel nie nk né ois oj
        omm onn ow pie sk spi th_ tus ul_ uss uts ux ux_ vat ve_ vie vu we Í én ñ α ο ς а о 29 _Ki
        _We _n_ _né _ol _th _w _Í E_ IV_ It Lan N_ Sc Ver We Wi ah_ aha bes dus ebe eh eir ek erl
        ett ew ff gs hen ht hy iel ii ki_ ku ld_ lip ly mbo mei nh nl nna nsc nyi oet ok rui run
        sce sch sh_ shi so_ tas tie tta tte ty uf uid uk uv ué v_ w_ war wi yi yn zan ía ā ι ν ρ
        ς_ е и н р ا 30 _Ph _Sp D_ IX_ M_ Sta deu eit hn ish iza mbe och oz rch uj
        cs: 8 a e n o 9 i r s t 10 k l u v 11 c d h m p í 12 a_ e_ j y z á 13 _p _s _v b st é í_ ý
        ě 14 _j _je _n ch en je je_ ní ní_ o_ ov ro u_ č ř 15 _a _a_ _k _o _po _v_ _z an ch_ er i_
        le m_ na na_ po ra sk te y_ é_ ž 16 _d _m _na _pr _se _t at ce ce_ em f g h_ ho ho_ ic in
        ko la li lo ne no od os ou ou_ pr ta ter ti to v_ á_ ý_ š ů 17 _b _ne _př _r _ro _st S ad
        al ar ck dn do ed el em_ es ick it ka kt kte ky_ ké ké_ l_ me n_ ni ná ně ob ol on or ost
        pro ri s_ se se_ ské t_ tr va ve ých ě_ ře 18 _P _S _by _do _h _kt _l _ve _z_ _č M P ak am
        as av byl cí_ d_ de ec ej et is k_ ka_ ku ku_ ký ký_ la_ mi mo nt né_ ný ně_ om ot ova př
        re ru so sta vo vý ze án ého íc ím_ ýc ří ů_ 19 _A _B _J _M _c _f _ja _ko _od _u _za A B J
        K T V ac bo by ci da di eb ek ev ie ie_ ik il ist ko_ le_ lov ma ns nsk ny_ ná_ né ný_ oc
        od_ ok op oz pa r_ ran rn sp str ti_ to_ tu uj us vi vn z_ za zn ál 20 _C _D _K _L _N _T
        _V _i _le _me _pa _re _s_ _so _ta _te C D H L N R aj ast ate ati az bo_ du ebo ech ele en_
        ent eri ez ha hr id ja jed ji lu lá men mu nc nd ny oj pe pi pod ro_ sa si sko st_ ta_ tel
        tic tra tro tá ur ut va_ van ve_ zá ú 21 _F _H _I _Ma _O _Po _Pr _R _de _e _ji _ka _ma _o_
        E F G I O ah al_ ame ani ap ba be bu co do_ du_ dy ek_ el_ ens ep er_ ern es_ est ezi gi
        he hl hu ia ina io ion ke las len lic lo_ nej ng no_ og oje oli on_ pl ra_ ric rs rt ry ré
        ste tor ty ty_ té ud ul um un us_ val vat ven ver w x zi ás či ži 22 _E _G _St _Z _al _an
        _ch _di _i_ _in _pl _to _tr _vo _Č _š Pr Z ab ach ad_ ak_ ale ali an_ anc and ang ant at_
        ato au bi br c_ cen cha da_ de_ den ede eh era ero eve fo for ga ge hi há ich ii_ ika im
        in_ ir ite iz lan li_ ll ls ly ly_ mer met nce nci nk nn omo or_ ove pou res ry_ stu tan
        ts vin vl yt za_ zi_ zo ár Č 23 _Ja _Mi _Na _U _V_ _W _am _au _da _fo _g _la _mi _no _sa
        _si St U W ada ag akt ala ana ano ans ara ari b_ by_ der din ds ea eg eli ene ers et_ ete
        g_ gl ha_ hn hy ia_ ib ici ig ih ii il_ ili inc ine ing is_ it_ ita ič j_ ji_ jin les lis
        ma_ min ne_ nis nst nte nti och ode of ono ons pat per pin pla por rch rd rg rie rk rom
        ron si_ ska su tat tem th tl tri té_ uc uk um_ ust vu yn én ó 24 _An _Ba _Be _Co _Fr _Ha
        _In _La _Le _Me _Ne _Re _Sp _Ve _ar _as _he _hu _km _lo _mu _op _pe _u_ _um Ja V_ aci ade
        ae af ahr ai am_ ar_ art ata ber ca ces che chn ct dal dat del dem di_ dis dos ed_ ere erv
        ese eze fe gan gen gli go her ic_ ij ini ito iš jn kat lm los lt mb ner ng_ ni_ nt_ nto
        one ont ort ov_ p_ pan par re_ sc ss ten tik tio tli uch var vla vol yc ych ym zu zy ér čk
        Š ši ť 25 _Bu _Da _De _He _Si _Ta _Th _be _bi _co _du _el _ku _ni _of _sc _vi _Š A_ An Be
        Co Fr Fra Ha Le Ne Pro S_ Sta Ve ae_ als ama ann are as_ ben bez bu_ chi chl chr cie dan
        des ef egi ei ell els eme ert eu f_ fa he_ ht iku ila ill ind isk its iu ive iza jo kan ki
        me_ mun nd_ ndi ola ols omu os_ out rb reg ren rl rz sch sed spe spi stl te_ ted tis tt uv
        yd yr áb šk 26 _Am _Au _Di _Ge _Gr _Wi _ab _at _en _fu _ge _ha _ke _oc _su _th _ti _un _va
        C_ Da De He I_ Re Ta Th The ado aha all any av_ bit ca_ cht chu cia cu die dni dé eci ee
        end erg esi esp fu gio hum ian ica ict ida ido ien ile iro ise ity ke_ kto ld lie liz lka
        lla lle lli mis mo_ nda nde ndo nen nge nie nka nz oa of_ oi oj_ oka ol_ om_ ond oo ord
        oud oun ow ph rd_ rea rik rr rst rt_ sa_ san sel sem sen sh ske son tad the til tre ua ue
        ula use wa zu_ éri ét ša а и о 27 _Or _Sc _Ř _Ž Am Au D_ Di Ge Gr O_ P_ Pol R_ Si Wi Y age
        alá ax ay co_ cy dd ein ej_ ew ey ft ga_ gy ier ju kaz kt_ ler lig ll_ oji ong q rh tas
        thu tz ud_ ui umo w_ we yh zt él ón Ř Ž е н р 28 _Y _w L_ M_ Sc dh fy já mm oe ód в с
        cy: 7 a d n y 8 e i r 9 l o 10 f g h w 11 _y c d_ n_ s t u 12 _a dd m r_ yn 13 _g _yn b i_
        u_ y_ yd yn_ 14 _c _d _r _y_ a_ ae an ar dd_ ed l_ o_ th wy 15 _a_ _b _e _i _i_ _n _o _r_
        ad ai au au_ ch da di ei er h_ ia ll od ol p ydd ym 16 _C _ar _cy _f _h _m _o_ _s _w C aet
        an_ e_ edd el en et eth f_ g_ ga gy ha hy in io la le ne ni nn ol_ on ra ri s_ th_ we wn
        wyd yr 17 _M _dd _ei _ga _gw _gy _n_ _p G M ad_ ae_ af al ar_ cy ddi de do dy ef er_ es fe
        ff go gw iad id li m_ ma na ng no nt od_ oe oed on_ or re rh ro t_ w_ wn_ yd_ yf yr_ yw 18
        _A _Cy _G _Ma _am _hy _l _ma _rh _t _we _yr A D L Y ac am at aw bo ch_ di_ ei_ el_ eu fa
        fo fy gan he ho id_ ig il io_ ir ir_ is it ith ly nt_ ny odd ry si st un wa wed ynn 19 _B
        _D _L _S _Y _by _ca _ch _da _di _me _u B N P S af_ ai_ all am_ as by c_ ca ed_ eg ein eit
        en_ es_ ew ge hi in_ ion ll_ lli lo me nd ng_ nw og os rd rt ru se sg ta te tr 20 _N _P _R
        _ad _an _de _fo _he _ne _un E F R T ada ag ant b_ be br du eb ec ell gl hr ian iau ic lla
        lle lu nd_ ni_ nia ob pa rf sa so ti ud un_ ur wei wi â 21 _E _F _T _at _be _co _er _ge
        _na _ni _pe _pr _se _si _tr _wy H W ach ain al_ ang ann as_ ate ba chw co da_ der eir gen
        gi ie ill ini is_ lai lan mi mo mw na_ nna ny_ of og_ oli ond or_ os_ pe pr ran rch rio rn
        ter to tu ud_ ul us wo yc ych ym_ ô 22 _Da _H _I _O _W _al _en _ha _in _mw _on _pa _po _sa
        I O ana ano ara ari art at_ ben can ce cha dan dar dat din dir du_ ea ech eid eis em ent
        era eri ert est fan for fu hio hu ido ili isi k le_ lei mu nh nl no_ om ord po rb roe str
        tra tre ty us_ v wai was wer yt 23 _De _J _Me _Pr _We _au _bl _le _mi _ro _st _ta _te _wa
        Da J U ab ade ado and ani ber bu che chi dal do_ eil ene erb fen her hre iai ich ied im ld
        len li_ lt mun nc nde nge ns oc oi oi_ ola ono op par rei res rg ri_ rl ro_ rs san sic sta
        ste su une ur_ war wir yh 24 _A_ _Co _Di _Si _U _Y_ _do _la _ng _no _of _ph _pl _th _u_ A_
        C_ Co De Di Pr We Y_ ais bi chr ct eic eld em_ end erd ers erw esa ey fro gel gio haf hen
        hi_ hl hn ia_ ib iec il_ ina ist ly_ ma_ mer mg och ort ot p_ per ph pl ren rie rn_ ron rr
        the thu tor tun ua ut ws ya 25 _Am _Ba _Be _Er _Ge _Gr _Ha _He _St _Th _Un _eg _et _fu _hu
        _ie _re _w_ Be CC_ Ge Si ah aha ale ali anc ans ap ast av ban bu_ chu con dad dis dn dus
        ect ega ego ele eng ero ger hei hwe ila im_ inc ine ing la_ ld_ mis nda ne_ ner nti ofa
        om_ one onn ost pan pla pro rs_ son st_ sur tai tio tri tro tw uc uch und uo urd vi 26 _An
        _Bu _Ja _K _La _Le _Ne _Po _Ta _Wi _af _el _ol Am An Er Gr Ha He K St Ta Th Wi ala ama are
        ata ati bei bre car ci ck de_ del den deu ds egi eli ely ere esi ft ft_ hd he_ hri ica ies
        iro iy k_ les lis mb nel nga nne ns_ nte of_ ou ow pi ra_ re_ rge ric ry_ sen sh si_ tan
        tei to_ tt ulu una uw wan 27 _Ei _Fa _Mi _Na _O_ _V _as _du _is _od _og _su _to _wi Ei I_
        Ja Le Ne O_ The V Wil ao arr ato chn das dem dos ear ebu eh ens ern ese et_ gli gro ile
        ish las lde ler lm lo_ lt_ mas men nb ndi ong ont op_ rd_ rde rt_ sed sei sh_ sie ss stu
        ta_ tad tel tem tl ty_ ue um ve vie x z ôn 28 _C_ _El _Fr _In _Re _gi _im _k _km _nh _ti
        DU_ Fr U_ age any ay ca_ ce_ cen chl cia com cs des ede ee ehe ep erl ete ick imi ind ke
        ls met ndo nsa ode oet ohn oo rea reg se_ sel ted teu tis ts tt_ uf um_ ust wu yo á ân ân_
        ê î 29 _Du _Es _Hi _I_ _Ki _Or _Ph _bi _es _lo _mu _oc Ame Du Ph Re ame ap_ ay_ ct_ dh dha
        ebo egu erg ett eut ge_ go_ hr_ ida ien ih ire ise j lie ls_ mei min nce nci nis nse nty
        nwo nyc ons our own owy rk so_ som sse tat te_ ten tes ti_ tie tig ul_ va yo_ é 30 _e_ De_
        ha_ iu ki lig ot_ ov por rte ts_ ui uon ver
        da: 6 e 7 r 8 a i n t 9 d l o s 10 er g m 11 e_ en er_ f k r_ 12 _e b de en_ n_ t_ u v 13
        an et et_ h p 14 _a _d _de _en _er _f _i _i_ _o _s el g_ i_ in le nd or re sk st te y 15
        _af _b _m _og ar c d_ de_ den der ed es for ge li me nde ne ng og og_ om ri s_ ti å æ ø 16
        _S _fo _h _k _me _p _t S af af_ al and at be ed_ ere f_ fo ig il ing is j k_ ke l_ la lig
        ll lle m_ ns on ra se sk_ ter ve 17 _l _so _ti _v D a_ ar_ det end es_ ger il_ ind ka ke_
        ler ne_ ng_ ni ol om_ or_ re_ ro si ske so som ste ta te_ til un 18 _A _B _D _De _H _K _be
        _et _g _in _n _på _st _u A B H K M am an_ ans at_ da del ds dt dt_ ede ell els em ens eri
        est ge_ gen ha id ie ige ik io ion isk it ko lan ld le_ ls ma mm na nd_ nge nsk nt on_ på_
        rd rn rs rt ru to tr va ver vi å_ 19 _F _L _M _P _R _T _at _bl _da _el _ha _ko _r _va _ve
        C De E F L N P R T ad ag ang as ati av dan di eg el_ ent ern ers ev he ill ist ive lo men
        mer mi mme ner ns_ od omm op ord ov pe pr på ra_ ren rg rk sa se_ sen sp ss st_ sta str
        tio tt tte ud und ur us v_ var y_ ør 20 _C _E _G _N _St _an _ka _la _ma _no _op _pr _re
        _sa _se _si G I V al_ art ba ber bo br by ce ef ek eli ene ete ft ga gi gs gt gt_ ho ien
        ir je kan ken ki kt lde lt mu mun nds nn nne no nte o_ one ove pi pro rik ten tet tor ty w
        21 _Da _Ha _He _I _J _Ma _O _V _by _tr _un _vi J O St U W ab ade age ak ale all ame ant
        ate by_ ch des eb ej ele em_ fa gel ia ic ika in_ is_ kk ks ku len lm lt_ lu met min mo
        nen ngs nis nk nse nst of ort os ot pa per po ran rb rd_ rde res rg_ rie rr rst rt_ rte
        ska spi tat tis tra ts tu ul um une us_ ve_ ven vn yd z 22 _Ba _Fr _La _Pr _U _W _al _am
        _ar _c _ge _he _ke _mi _na _of _po _te Da Ha He ac ali alt ani ann are att au b_ ban ben
        bes bi bru bu ci do ds_ ea ei elt era erg ert ett eve fe gan gl hi hu ie_ ier ikk im ine
        ite ld_ les lla lli lst mb me_ nel nt_ ode ok ons p_ pl pla ppe reg rl rs_ run son sse tan
        ted tem th tik tl tli tre tri ts_ ue um_ ut vo x ye 23 _Am _An _Be _Co _Gr _In _Me _Mi _Re
        _Th _Ve _di _ga _j _ki _ku _le _mu _pa _pe _pl _ro _ta _to Fr Pr Sta ad_ akt ap ari ass
        ast ca ck co dd dis du eft ege egi eng ep erd ess ft_ ges h_ he_ her ia_ ib ili ina ini
        ise lie lis ly na_ nc ndi nh ob oc od_ oli ou par rf rge rh rn_ ry san sel sh ski sko stl
        su tel tes ti_ tig to_ tro ung usi van vin yn yr 24 _I_ _Ja _Ki _Le _Na _Ne _Po _Ta _Un
        _bi A_ Am An Be Co Gr I_ Lan Pro Re Th The Ve ai am_ ana ara as_ ay bre ca_ ce_ cen che
        da_ die din ec ee eh eme erb erl erv esi eu ff fu gio go hen ian id_ iel iet ire iss it_
        ita j_ jo ka_ ks_ kt_ kte kun las mbe nce nie nl nti ny of_ ong ont por rei rli rom ron sc
        ta_ tad u_ ua uc ud_ uk un_ una ur_ use ust val yt Ø ån 25 _Di _Fa _Ge _Sc _Si _Sp _Wi _ad
        _ca _do _fu _hu _is _ja _km _lo _ne _th _Ø De_ F_ Fra Ja Ki Le Ne Reg SA_ Ta ach ae aft
        ala als anc ata ato ch_ cha cia dat dem dn dni dse dy ebr ein eis ese esp ey ich isa iu ja
        jd ju kat kse la_ ll_ ls_ lte mis nb nda ndo ni_ ond oo op_ os_ ost our ow pan rea ri_ ric
        rio rla ro_ rts sch spe th_ the ty_ uar ui urg uss w_ wa é 26 _Bu _El _Hi _Or _We _Y _au
        _co _eg _gi _jo _pi _ri _s_ _su _vo _Å Di EF_ Ge S_ Sc Sch Si Wi Y Z aa ah ain aj ama arr
        ats c_ cie ct dal ebe enb erk ero ew fy hr hri ica ici ile io_ isi itt je_ kto li_ los lov
        ma_ mas nto oe oka ol_ ols ono ot_ oun ov_ ph ry_ sg stu tie we yd_ ym z_ zi Å ä ö ü 27
        _Au _Er _Z Ber C_ L_ M_ Ver We au_ av_ ay_ bez ces cke com dh di_ ebo eci een eld epa ez
        ezi fan fen gem gy hn ht hum hy ic_ im_ kas lar lta oa oi q sem sie ssa thu tun ue_ uf vat
        ya yr_ а 28 _w Au Er az cu iz nj qu tz wi za ze
        de: 6 e 7 i n 8 r s t 9 a d 10 h l o u 11 c en er er_ g m n_ 12 ch de e_ ei en_ in r_ t_
        13 _d _de _i b der ein f ie is k nd s_ sch st te 14 _e _ei S an che he in_ ne p sc un w z
        15 _S _a _in _is _un D al be ch_ d_ es ge ich ie_ ine isc ist it m_ nd_ ng on re st_ und v
        16 _A _B _D _u A B M ar au el es_ h_ hen ic le li me nde ne_ nt on_ or ra ri se ste ter ti
        ung ä ü 17 _E _F _G _K _M _P _au _b _di _s _v _vo _w E F G H K L P R a_ and as at den des
        di die em et g_ gen ha he_ il im_ l_ la ll na ng_ ni ns rt si ta te_ ten ur us vo von y 18
        _De _Di _H _L _N _R _St _T _W _be _g _ge _im C Die N T V W am as_ ber cht de_ eg eit em_
        ent ers eu her hr ig im ind io ion it_ lic lt mi nte ol rd rei ro rs ss tr ts ut we ze ö
        19 _Be _C _Ge _J _Ma _O _Sc _V _f _m _z _zu De Di Ge I J O Sch St Sta U ac ach ad an_ ar_
        ati aus cha da eb ed eh eic eis ell eme end ens ere eri ern ert est et_ eut f_ hi hn ht i_
        ien ier ige ik ir is_ ka ke lan lie lle ls ma men mit nen ner nge nis nn om rde ren rg rn
        rt_ ru sse sta tio to tsc tt tu uch um us_ ve ver wa wi zu 20 _Ba _Da _Ei _Ha _I _In _Ja
        _La _Pr _Re _Si _U _Ve _al _an _da _er _fü _h _k _mi _n _o _si _wa Be Der Sc Ver Z af aft
        ag ah all als ame ani ann auf ba ben bi chi chn ck dem ec ech ei_ eil el_ ene fe ft fü ge_
        ger gi gs haf hl hre ht_ ia iel ing ite k_ kt le_ len ler lo ls_ mei mm ngs nt_ nz o_ od
        ode os pe ran re_ rie rk rte sa sen so sp tad tei tel th tl tli tte tun tz u_ uc uf um_
        uts war wei z_ ß ür 21 _Au _Bu _Co _Er _Fr _Gr _He _Me _Mi _Na _Or _We _Z _am _l _od _se
        _ve _we _wi _wu Da Das Ei Ein Ha Ja Lan Pr Re Si Ve We ab adt ahr ai al_ ale ali alt am_
        ang art ass at_ ate auc bei bu chl chs das deu dt dt_ du ebe ede ege ek ele elt era erb
        erg erl ese ess ete ez eze fa ff ft_ für ga ges gl gt hei hne ho id ied ieg ika ini j kan
        ld lei lis lt_ lte lu mb mer nk no nst oc ord ort ot pa pi pie pr rb rch rd_ rg_ rl rn_ rr
        rsc rst run se_ sei sic str tan tis tor tra uf_ ul unt ur_ urd wer wur x y_ zei zi ür_ 22
        _An _Fa _Le _Ne _Po _Sp _Un _Wi _bi _en _ha _na _p _r _so _st _t _zw An Au Ber Co Er Fr
        Gem Gr He Jah Pro Reg Sie age ant anz ari att bes bez bis br chr chu chw cke det do ea ee
        ef egi ehe enb eng erd erk erw esc ew fen fo geb gel gli gt_ hr_ hs hte hu ies il_ ili ina
        inz ird iss itt itz ko lig ll_ mme mo nb ndi nie nne nnt ns_ nsc nze of og oli one ons op
        or_ ou ow po rf rge rh ric rik rts rz rü sel sg sge sie spi tem tet tig tri tst tz_ ue urg
        uss vi wir wu zu_ zw än ör ün 23 _Es _Ki _Th _US _du _he _um Fra Le Ne Ort S_ US US_ Wi aa
        aat ak ana ans ap are au_ b_ ce del dis ds egt ehr ehö els ep etz ezi for gan geh gem gio
        hri hwe hö hör ia_ ib iet ill ise ita ive iz ken ki kt_ ku las lli lm lä mbe me_ mu na_ nc
        nh nl nse nti nz_ ob och ohn om_ omm ond ov par per ph ppe res rli ron rs_ sh sk son sst
        stl taa tes the tik tre tro ts_ tw tä ua ud urc ust wie wo zie zur ße é ös übe 24 _Am _Hi
        _Ta _ab _et _ka _la _ma _me _ni _of _re _sc Es Ki Pol Th The ade ae ain ara ast ay bo ca
        ce_ co ed_ eid eld eli esi ett ey go ian ick ih ile inw its je ke_ ks kte ld_ lde les los
        met min mis nds nto nw of_ ont os_ ost oun owi pan por pro ra_ rla rze su tat tie ty ty_
        uar use usi va vin w_ zt är 25 _El _Ph _c _es _j _km _ko _le _no _po _pr _th A_ Am Cou Ta
        ad_ ae_ akt ala anc av ban ci da_ dar din ebr ee_ ero eur ev ica io_ isi iu ka_ kat kto
        la_ li_ lla ma_ mun nch nda ndo nga ni_ nty nwo oi ok oo ove p_ pl q reg stu stä ta_ th_
        tt_ ttu twi ui uk ve_ ven vie wa_ za 26 _Du _Q _Y _ch _je _ku _ne _tr _vi C_ Ph Q Wil Y
        ai_ ais ama arr ata ato ats az bre bru c_ ca_ ct dn ds_ eer erv esa fan fu ga_ gro id_ ida
        iec ire ish ja kun lar leb lst ly mie mä nce nel no_ nsa omo ong onn ono our oz pla qu rea
        ro_ rom ry ry_ san sem ska so_ spe ssa sz sä to_ twe ue_ ula van wan ye ym yn Ö 27 _gi _te
        _Ö B_ Du G_ I_ R_ X ano aw ay_ cu dh ebu ega hab hum hy isa ki_ ks_ nia ny oa ola rro sha
        ski thu tti v_ ya yr zo Ü á 28 _Ü _ä D_ P_ SA V_ ax kö oe yt í
        el: 7 α 8 ι ο τ 9 ε ν ρ 10 η κ ς ς_ σ υ 11 _τ ί λ μ π 12 _το ά α_ αι_ γ ου ου_ το ό 13 _τη
        έ ή αι δ ι_ ν_ ο_ τη υ_ ω 14 _α _ε _κ _κα _π _σ _στ αν η_ ης_ θ ικ κα και να πο στ τα του
        χ ύ 15 ας_ 16 e Α 17 _Α a i r Ο 18 _Η_ _Κ _Μ _Ο _Ο_ _Π _Σ _Τ n o t Ε Η Κ Μ Π Σ Τ 19 _Ε _Η
        l s u Β Γ Δ Ο_ 20 _Β _Γ _Δ _Ι _Ν c d h m Η_ Ι Ν 21 _Λ e_ g Λ Φ Χ 22 _Έ _Φ _Χ A C S a_ an b
        er n_ p s_ y Έ Ρ 23 _A _C _M _S _Θ _Ρ B M P T ar in k on ri t_ v Ά Θ 24 _B _P _T _Ά D E F
        G H I L O R al at d_ en er_ es f l_ o_ on_ or r_ ra ti Ζ 25 _D _E _F _G _H _I _L _Ma _O _R
        _Ζ _Υ N W de el es_ he i_ ia ic io ion is la le li na nd ne nt re ro st ta te th w x y_ Α_
        Υ 26 _J _K _N _O_ _W _d _p _t _th _Α_ J K U V al_ am an_ and as ati ch et ha ia_ ie ig il
        it ll m_ ma me ng ni ol ter tio to um ur us us_ z Ή Ό Ω а и о 27 _Co _U _V _a _o _r _s _Ή
        _Ό _Β_ _Χ_ _Ω O_ ac ad b_ ca ce ci co di ea ed en_ g_ ge h_ he_ hi ht ht_ hu hum ing ir k_
        lo mb nc ng_ ns om os ou rt se si ss thu tr ve vi е 28 A_ C_ Co H_ ai do em f_ of pe rd rs
        ul un Β_ Χ_ р
        en: 7 a e 8 i n o r s t 10 d h l 11 c e_ m s_ u 12 _a _t _th an f g he he_ in n_ p y 13 _i
        _o b d_ er on t_ th the w 14 _an _in _of a_ al and ar at ed_ in_ is is_ nd nd_ of_ or r_
        re te v y_ 15 _a_ _is _s _w C S an_ as as_ ed en er_ es f_ ic ion it k l_ nt of on_ ri st
        ti 16 _A _C _S _T _b _c _f _p A T al_ de ea es_ h_ ing io la le li me ne ng ng_ o_ ra ro
        se tio to 17 _M _Th _co _d _fo _m _r _to _wa B I M P The am ate ati ca ce ch co di el ent
        fo for g_ ha hi ia il ll m_ ma na ni ol om or_ ou si st_ ta ter to_ un ur us ve wa was 18
        _B _H _I _P _R _by _e _h _l _on _pr _re D E F G H L N R Th ac ad at_ be by_ ce_ ci ct ec
        em en_ et ge ho ie ir ist lo ly ly_ nc ne_ ns nt_ pe pr re_ rn rs rt ry_ sh so ted th_ tr
        ty_ 19 _Co _D _E _F _G _It _L _Ma _N _W _as _be _de _n _se _st _wh J O W ai all art ba ber
        bo by ch_ com ee eri ers est her ia_ ian ic_ ica id ig ine ish ive k_ lan le_ ll_ men mi
        mo nce no ns_ oc om_ ons op os ot oun ow pa po pro rd res ric rs_ ry ss str te_ ts ts_ ty
        ut ver vi x z 20 _In _J _K _O _St _U _al _ar _at _di _g _ma _po _s_ _so _wi Co It It_ K U
        ag ain ali ame ar_ are ast ay ay_ c_ cal con cti da der ect era ere ern ess ev fro ga ge_
        gi i_ ies ill im ite ith ity ld lis mb mbe me_ mer nde nte od oo ort out ov ove own per pl
        ran rea rn_ rom se_ sed sh_ sta ste su tat tic tor tra tu ua ul um und us_ ve_ we wh wi
        wit 21 _Ba _He _Ne _Re _Un _ca _ha _he _la _lo _me _na _no _pa _pl _si _su _te _u _v _we
        St V ab age anc ani ant ap ari av bu can cia ck cu de_ do du ear eas een eg ei el_ ele ep
        ese et_ eve ew fe ich il_ ina inc it_ j ke ld_ les lle ls lu mm mu nn nti og one ong ord
        our p_ par pi pla rd_ ren rg rie rk rl rr rt_ ru sc son sp tes tri tt uc ue unt use ust va
        w_ wn wn_ wo 22 _Am _Au _Be _De _Fr _Ge _Gr _Ha _Ja _La _Le _Me _Mi _Na _Pr _V _ch _en _k
        _le _mu _pe _sh _tr _un _wo Ame De He Ne Re Sta ad_ ade ak als am_ ana ang ans ara ass au
        bi br cen ces cha che cie ct_ den des din dis ds ds_ ef ell end ene erv ey fa ff gen gl go
        ho_ hr ht hu ici ict ini ire ita ki lar lay lic lli ls_ lt min na_ ndi ner nge nia nis ny
        ny_ oa ob oli omm ond ont ost pan ph por q rch rst sa shi spe tan tem ten tis tl tw ud ui
        ula um_ usi ven wor ye 23 _An _Da _Di _Hi _Po _Sc _We _Wi _Y _ge _mi _ne _ro _sc _vi A_ Am
        Au Be Cou Fr Ge Gr Ha Ja Le Pr Y ach ae ale any b_ ban chi ea_ eb eci ee_ egi eme ens ert
        esi ete ft gan ger hoo ht_ ib ien ili ind io_ ir_ isi its iz las lla mun nci nne nst od_
        oi ok ol_ qu ra_ rge ron sen sic so_ sse ta_ tai tel tre tro tte uar ue_ ur_ vin war wer
        24 _A_ _Bu _Ki _Si _Sp _Ta _ab _ad _cu _da _do _du _el _ga _op _ri _ti An Da Di Pro Sc Si
        We Wi ae_ af aft ala alt ann arr ato att aw ca_ car cc cke cs da_ die eir eld eli em_ ett
        ges gio gro hei hen hn ick id_ ida ie_ ied ile ise iss itt ka ke_ ks ks_ la_ len ler lie
        lm met mme nch nda ndo nds ngs nk nl nto nty ode ook ot_ owe rb rde reg rio rte sch sk tie
        twe u_ une vo wee ya ze 25 _Du _Fa _Or _Z _af _au _bi _es _fu _im _j _ph _sa _ta _va _ve
        _y C_ Fra I_ Ki S_ Sch Ta Wil Z aci ada aga ah ama ano apa ata az co_ cy cy_ dat dd del
        dep dir dy ebr ech ede eer ega ege ein ek ely eng erg erl ero eth eu fu gli gs gy gy_ hum
        hy iel ier iet ik ila isc iu iza jo los lt_ ma_ mis mit no_ nse oe ola ono op_ os_ pin ppe
        que rf rli ro_ rts sel som stu sur thu til uch urc val van var vat ws ym za é 26 _El _Ph
        _Q _US _Ve _hu _ou _pi _vo Du Pol Q ado aj azi bes bre bru dar dem do_ eh ek_ els epa erb
        esc esp ft_ go_ hl hre hri ico im_ imi ird ito ja je ka_ ko lde lig mas nel nga ni_ ohn
        omo pat qui rg_ ri_ rro run sem sha ssa ti_ tti uit ul_ ung urg uss vie vol yn yo z_ zi 一
        27 _II _am _bl _em _gi _jo _ki _km _qu Ber D_ E_ II II_ K_ L_ Lan M_ P_ Ph R_ US V_ Ve X
        ai_ aus ax bit chn chu dal dan gt ha_ ibu ju lai li_ liz lo_ nen nh nna onn owi san spi
        stl tta uf uk uma un_ wed xa yc yi yr 28 _q B_ O_ T_ kh nb nz rh v_ yd yt zo
        es: 6 e 7 a 8 i n o r s 9 d l t 10 _de a_ c e_ u 11 _d de de_ m o_ p s_ 12 _e en n_ 13 _l
        b es es_ g l_ la 14 _c _en _es _la _p an ar ci co el el_ en_ er f la_ na nt on or os os_
        ra re te un y 15 _a _co _el _s _u _un _y_ ad al as as_ ca do ent h ic in na_ r_ ri ro st
        ta to ue v y_ ó ón_ 16 _f _m _y C E ac ado al_ con da do_ ia ia_ id ie io is ión le li lo
        no nte or_ po q te_ ti to_ tr ue_ una í ón 17 _A _C _E _S _lo _po _pr _qu _se _t A L M P S
        aci am ant ció com da_ del di ec est ica ist it ió ma me nc nd ne ni om on_ pa pe qu que
        ra_ rt se si sta ta_ un_ z á é 18 _L _M _P _a_ _ca _di _i _o _pa _q _r _re _su B ada at br
        ca_ ce cia co_ d_ dad em era ida ien il io_ j ll los men mi mo nci no_ nto oc ol par por
        pr ran re_ res ro_ sa se_ so ter tu ur vi 19 _B _El _Es _La _R _al _fu _g _h _in _n _pe
        _si D F G I R T ab ad_ ali an_ anc ar_ ara art ba bi bre can cio ct cu des dos ea ed eg
        ene er_ ero esp et fue gi ha ici ico ido ig im ina ion ito k las les lo_ mb mo_ mu ns per
        pro rr sp str su tor tra ua ul us ve x ñ 20 _Co _D _F _G _I _Ma _N _T _b _ha _ma _no _o_
        _v El_ Es H J La_ N V ale ame ana and ano ari añ ces ch cid cie den dis eci egi ep eri esa
        fu ga ge go ili inc ir ita lan lla ma_ mun nda ndo ner ng nti ob od omo one ort ot pi reg
        rio rte sa_ sc ste t_ tad tan ten tes tic tri tro u_ ui va za ía ía_ ú 21 _H _J _Re _V _cu
        _me _mi _mu _so _te _tr Co O U ag ani ap arr ast au año be bo cal dep der du end ens epa
        ers ert ev fa fe fo for gen go_ he hi ho i_ ian ier ill iz iza le_ lic lle lu mer min nce
        nde ne_ omu ono ons ont op ov pañ pl qui rd ren rg ric rn rs ru son spe tre uc ud ula und
        us_ ut vo ó_ 22 _Ba _In _O _Pr _U _Un _an _ar _do _fo _j _na _ta _vi Est Re ai aj all ama
        are ata ati av ay bu car ce_ das eb ect ede ele ell ere ern esc esi gl ib ie_ iem ine ing
        ini is_ ju lar lm lt m_ mie ndi og ol_ ond ou rea rie ron so_ tas tie um ver vin w z_ za_
        zad án ás én és és_ 23 _An _Be _De _Di _Fr _K _Le _Me _Mi _Na _Po _W _as _au _le _oc _pl
        _ti _to _ve K Pr W ade ae ae_ ala ate ato ban ber cc cen cha ea_ ef ego egu ei ese ez ga_
        hab he_ il_ ile imi in_ isi iu ive ió_ ja je jo jo_ len lis liz nia nis nse nst nt_ of ola
        oli ord ost pla rde rge rro sen sic tem th til tá unt ur_ ust va_ ven yo zo ér 24 _Au _Gr
        _Ha _Ja _Si _Ta _Th _ab _ad _du _em _ge _he _pi _ro _sa _va An Be De Di Fr Fra I_ Le Pro X
        ain ang ans anz apa az bit che chi cti dir ebr ech ega ej eli eme erv ete eu ey g_ gan h_
        ha_ ho_ hu ich ies ind ipi ir_ ire isc ite k_ mas may mis mit ng_ nn nz nza oe oi rb rl ss
        stu sur tel tig um_ uy var vie ya ye yo_ á_ 25 _Am _Bu _Da _Ge _He _Or _St _Ve _X _am _ch
        _da _er _ga _im _k _km _of Au Gr Ha II II_ Ja Si Ta Th The Y Z af alt ay_ b_ c_ ck dan die
        eas ee ein erd et_ her iad id_ ila ja_ je_ ld ler lli lta me_ met nd_ nge ns_ oa ode oun
        ove pin rom rz sh tio tt té uar uch uid uit usi val ve_ ya_ ál éri íc 26 _Fa _Hi _Ne _Wi
        _Y _Z _bi _e_ _hu _is _ne _ni _vo _ár A_ Am C_ Da Ge He St Ve ach aga ah ch_ dal dar dem
        din dé ed_ eng erg eve f_ ge_ gio ibu ict ied ieg iel ige ij ise ka ke ki km² lig ll_ ls
        lá mba m²_ nch nen nie nne nsa ní oj ong oo our p_ pan ph rd_ rf rs_ rt_ ry ry_ san sel
        sie st_ the tis tul uma une urg uv van vol wa ár é_ í_ 27 _Du _Q _Sc _at _ja _th _z _Á _é
        Ber Ne Q S_ Wi X_ ais ak am_ ann at_ aus aya bo_ có erb ger hum ic_ iet ik lie ly m² nga
        ni_ nj ny né och of_ ow oz pie pod rch rei ri_ rk rla sem tat th_ tl ts ud_ uj uo use ué
        zan ² ²_ Á è éc él ét 28 D_ Du E_ Sc V_ VI ao hr ht mm nk ná ré sk ux w_ zi zu ód 一
        et: 7 a e i 8 l n s t 9 o u 10 d k m r 12 a_ e_ g h s_ v 13 _k i_ is j li on p se st 14 _o
        _on aa al as b d_ el es in ja mi n_ on_ ri t_ ta te us ä õ 15 _a _j _m _p _s _t _v an ar
        at ee en er ik il ja_ l_ la le ma nd ne ni oo si ti va ü 16 _e _ja _l ad da de di es_ et
        id ii is_ ise it ka ko ks ku me mis na ne_ ol ra sa se_ st_ su ts tu ud 17 _S _ka _mi _va
        A K S ak am as_ ast du ek em est f ga gi he ia im ine ist k_ ke le_ lis ll ng nn or re sta
        ste te_ u_ ud_ ul us_ use uu 18 _A _K _P _T _i _ke _ko _ku _n _r _te E L M P T V ah ai al_
        ali av b_ c de_ dus ea ed eg ei el_ ele end ev ga_ ge id_ ig ing ir ki ks_ lo lt lu m_ maa
        na_ ndi nna nt om os r_ ro sel ti_ to tsi um un ur ust ut val är õi 19 _E _L _M _V _h _ma
        _ni _ol _sa _se _võ H N R aal ab aj aks all and ani ate da_ eel eh eri ha hi ia_ ika iku
        ili io ju ka_ las ld les li_ lle lt_ mu ni_ oli pa pe pi po rg sk ss tat tr tus ve vi võ
        või ö 20 _B _H _I _N _R _al _ki _la _po _su _ta B I J aar ad_ ag ala ama ari ata au be din
        ed_ eer ega eli elt ene er_ g_ ht il_ ill ina ini its kas kse kt la_ lli lm ma_ min nda
        ng_ nis o_ od og onn ot pr rd ri_ rt ru si_ so ter tik tl tse uk uur v_ vä y ää ül 21 _C
        _G _J _Ma _Ta _aa _ar _as _d _in _lo _me _pa _pe _pi _pr _ri _ve C D F G Ta aa_ aan aat
        ade ant ap are art ati ba bi des di_ eb eis ell ent ere esi ete hen hu ida ie imi ita ite
        jä kk ku_ lan lj lla mas mb mee met mo mä nd_ no ns ok ond ov raa ran re_ res rj rk rr sa_
        sed stu ta_ tel tes tt uv va_ vu äi än ün а о 22 _D _F _O _Ve _an _ee _el _en _f _ha _mu
        _si _to _u O U aad ada ae aga ain ale an_ ana ann ara ats ber br ch del dis ee_ ep era ese
        et_ gl ho ib iin ind isa isi iu je kun kuu ls lä me_ men mm ob oor op ord pro ra_ rik rn
        rs sp sse str tan tas tei tis tri tte tä ua ui ulu uma una usi vat ven vo w z š е и н 23
        _Ha _U _W _au _b _de _er _es _is _le _ne _re _so Ve W aak aam af alt ame ang ao ar_ ass
        at_ av_ bu dal do du_ ede een ege eid em_ eme en_ ess fo gan ge_ gel gli he_ ic ih iki ikk
        in_ ion it_ jas jo kaa ke_ ki_ len mbe mer mit naa nde nia nk nt_ nte oe oi os_ ost par
        per pin ren sei sem sen taa tem tii til tli tor tra tro tun tuu uj ul_ und uva van var y_
        ään в л р с 24 _Am _An _Ba _He _Hi _In _Ja _Ki _La _Le _Me _Mi _Po _Pr _Si _St _et _g _he
        _km _no _ro _st _vi _vo _Ü A_ Am An Ha Pr aka akt als ans ato das dat den der det egu ei_
        ein ej eld erg ett gen gev go h_ ht_ ige ij ile im_ isk iss ito kai kan kat kau ksi kä laa
        lah ll_ nen ner nga nge nne nst nti of ol_ ola one ont or_ p_ pan pl rb rge rl rte san ska
        ske ski sko stl tad th toi tul ui_ ula um_ ur_ uts ver vin x Ü к т 25 _Be _Co _Ge _Gr _Na
        _Ne _Re _am _di _ei _hu _i_ _il _na _ti _tr _um _ä Ame Be Co He I_ Ja Ki Le Ne Si St ac
        age ais am_ bes bo ca ce ck dad ds ef egi ens ern ers ert eu f_ fe for ha_ hte iaa ija ila
        ire ju_ kto lai ld_ nel ode oj ols ook ort ou pla por rd_ rde rea reg ron rts rü sh son
        ssa tai ten tio ts_ uar ue une unt uss ve_ ür ž д 26 _Au _Da _De _El _Fr _Th _ab _av _ge
        Au De Fr Ge Gr Re SA_ Th V_ Z aha ai_ apa aus che ci co ea_ ebr ec els eng erv esa fa gaa
        gem gs her het hi_ hn hoo ian ich ien ii_ itt ive lal leb lei lje lka los mei mme mun nc
        oa oc oet of_ omm ong ono ons ove ppe rei rg_ rh ric rie rom rt_ sc sur tet to_ uid unn
        urg voo é ā й м ов у ч 27 _Bu _Di _Er _Es _Or _Sc _Wi _Y _Z _bi _c _do _fo _jo _of _oo _pl
        C_ Da Di Er II_ S_ SV_ The Wi X Y ano arr att ay bru ce_ ch_ dan dem dn dt ehe eit elj epa
        erb ero eve ey fü ger hr ica ie_ iel iet io_ ird ken kt_ lar lde ler lig lip lte ndo no_
        nsa nto od_ og_ omu oo_ ova ph q rio rst run ry sch sk_ spe ted the tre tta ung uu_ von wa
        z_ á öd ör а_ ан ви г ич й_ ь я 28 _Fa _I_ _It _Un _We _X _em _fu _fü _ga _s_ _th _Š _А _С
        Ber E_ Es Fra It O_ P_ Pro Sc Sch Sta We ach ak_ anc az ban c_ cha chi ct dar dee do_ dse
        eas eil eke erd erl ew fu gio hap hei hum ier ies ir_ kka ko_ kte lov nb nce nh nl ns_ nse
        nsk oen oje om_ omo ov_ ow pat rij rla rli rn_ ro_ rs_ ry_ shi spi sä th_ tt_ tti uc ue_
        uo urd vn vol w_ wi ya za ze zi í ó ø ī Š ši А В С б в_ ев ен ер ий ий_ ко н_ на ови ор п
        ро ск ы я_ ا ア アア アアア 三 29 _A_ _E_ _Sp _im _op _un _är _В _Г _К _М D_ H_ K_ L_ N_ Pol Q
        Wil ado ae_ au_ ay_ bad bit ca_ cht cu dep enb erk ff ft geb ges gm go_ hl hri ic_ ied iro
        isc iz kh kim lie lo_ lta ly mba mbo nds nj ny nz oit oka op_ ot_ our qu rf seb sha thu
        tig ttu ty ty_ tz upa we zo Õ ös ša ži α Г К М П ар з ин ка ки ла ле ль ни но ов_ ол ра ри
        ст х ل ي 之 30 _N_ _Ph _Q _Õ _П B_ aw bis ech ego ek_ eur gt ipi je_ ji tic tst uf vl yn ο
        ς ал кий на_ о_ р_ ров ски
        fa: 6 ا 7 ر ي 8 د ن ه 9 ت س م و 10 ب ش ک 11 _ا ل ه_ ي_ 12 _د _ش _م _و_ ار ان ر_ ز ست ف ن_
        13 _اس _ب _در _س _و _ک اس است ان_ اي ت_ د_ در_ ست_ ع و_ 14 _اي _سي _شد _ه آ ا_ اي_ ج خ در
        ده_ سي ق يا ين ين_ گ 15 _آ _از _به _ت _مي _ن _کش _که ار_ ارک از از_ بر به_ تا ده را ره_ ري
        رک رک_ ز_ ستا سيا شد شف_ ف_ ما مار مي ها يار پ ک_ کشف که_ ۱ 16 _آن _با _ر _شم _ها _ي _۱ ،
        ،_ اره ال ام اين با بر_ به تان ح دا ره رو ري_ شف شما ص ط ل_ م_ مي_ ند هاي ور کش که ۹ 17
        _بر _ج _دا _سا _مع _يک _پ _گ _۱۹ اد ال_ اه جا دي ران رد سا شد_ شده شم لي مين نا ند_ نه ني
        ني_ وا ود ود_ وي ير يک چ ۰ ۲ ۳ ۸ 18 _خ _رو _شه _طب _ع _ف _ق _هز _يا آن آنه اب ام_ اني بق_
        بي تبر جا_ دن دن_ رف_ زا زار سال ستب ش_ شدن شهر طبق عرف لا مر مع معر نج نجا نها نو هاس هر
        هزا يا_ يل ينج کا کي کي_ ۷ 19 _ان _او _ح _وا _پا _کا ات ات_ او ب_ تي رب س_ سي_ ع_ غ لي_ مو
        ها_ ور_ ول وم ون يد يک_ 20 _ال _کر ئ تي_ ذ ض لو من ون_ ير_ يم يو کر 21 _ل _من _پر _کو الي
        تا_ ث رت ظ في قا لم له مد کو 22 _جا _عل _في الا عا عل هو هي پر 23 _کي ئي اس_ بال جو لت لس
        هي_ 24 _عا _هو ائ الت الم اور حد في_ لب لد ما_ من_ کا_ 25 _جو ائي ك لف لل 26 _هي أ الب الد
        الن لح لع لق وال 27 _ك ء ئي_ الع ة
        fi: 6 a 7 i n 8 e o s t 9 k l u 10 a_ n_ r 11 m ä 12 en en_ h in is j p v y 13 al an on
        on_ st ta 14 _j _k _o _on aa ai an_ d el i_ in_ it ja ka la li ll sa se si te ti tt ä_ 15
        _ja _s _t _v as e_ er es et il ist ja_ ma ne oi ri sa_ ss ssa ta_ va 16 _S _a _jo _l _m _p
        S ar at ee g ia ii ik ine ise jo ki ko ku le lu mi na nen ni nn nt ol os s_ sta t_ to tu
        tä un uo us uu 17 _e _ka _ta aan ain ais ak ala all c de ei est ie im itt ka_ ke ks la_
        lai li_ lla lli me na_ ok pa ra sen su ty ul ut ö 18 _A _K _h _ku _n _ol _va _vu _y A K M
        P T aa_ am ass au b een eli ell ett he ht ia_ iin io ir iss kk ksi lis lo lt lä mu nk nna
        ns o_ oka oli om or ot pe pi re ro si_ sk ste sä taa tta tti tä_ u_ uk ur vi vu vuo än än_
        ää 19 _H _L _M _P _T _al _ke _ki _ko _ma _mu _pe _r _sa _se _si _su B C E H L R V aj ap
        ast at_ av den di ek em eri ess f ha id ien ikk ill imi isi jok jä kai kan kse kuu kä le_
        lle lm lta lä_ maa mis mm mä ng no ois oit onn per rj rk so ssä stä sä_ tai tel ten tet
        ti_ tii toi um uon us_ ust uv val vat ve vä yh yt 20 _B _C _E _R _V _el _i _la _pa _pi _to
        _yh I J N ah ali alt ama ana ans ant ari eis ens ent esi et_ ev hd hi ij ija ika ina ita
        ite je joi ju kaa kau kka kun lan lka llä ma_ men min mo nne od oo op ost ou ov po ri_ rt
        ru stu tie ts tte ttu ttä ue ui ulu un_ unn uom uva va_ vo y_ yht äi är ään 21 _D _I _J
        _Ma _N _en _ha _he _me _ni _po _te _u _vi D F G O aal aat ai_ aks ani ann apa ati att da
        do ea ed eh elt eu gi ho ian ih ila ing ion its kas ki_ mer met nd nis nka nsa nte nti nto
        oj ova r_ ran san tan tei ter til tio to_ tr tse tun tus ud unt van yn 22 _F _G _O _Y _as
        _er _es _et _le _mi _no _so _ti _ve W Y aar ad ale ara ata bu d_ del des ee_ eel ein eit
        ele ene er_ erk es_ ete ga hei hte hu ic iel iet iku ili ini is_ ity ken kie ko_ l_ laa
        las len ly ny oa ode one rik rr rs se_ sel ski th tis tor tto tuu ua usi uu_ uur var w ym
        ös 23 _Ha _He _Ki _La _Le _Po _Si _Ta _Th _U _Ve _W _d _il _ne _th _vo He Si U aak ac ae
        aka and ano art as_ ate aus ch ck dis dy eil ep ere ero ert ge he_ hen ig iki io_ isa isk
        it_ ito ji jos k_ lei lij lj m_ mas mie mit ne_ nel ni_ nia nty og oje ola os_ pan ra_ raa
        rd ren rh rn ry sei sem ska ske sp tas tri ty_ ula uma ung use uss ven ver vin x ye yi z
        24 _An _Ba _Co _In _Ja _Me _Mi _Ne _Re _St _an _ar _b _ei _f _lo _n_ _pr _ri _ro Co Ha Ki
        Le Ta Th The Ve aam ag al_ ame are ato ba be bi ce co dan det din dos du ede ei_ eid era
        ers eur ey g_ gl go h_ hy iaa ida ies iu jas kat kt ku_ los mb naa nd_ ng_ nh nsk oa_ oc
        oe of ons ont ort par pin pr pro rei res rg ron sh sie sko tat te_ tik tra tsi tul ue_ uj
        una vie yn_ yr 25 _Am _Be _De _El _Gr _Pr _au _av _de _hu _hy _in _na _of _op _re _st An
        Be Ja Ne Re S_ St ab ada aha ang arr ay b_ ber bo ca de_ der dus ea_ eg ej el_ els eng ern
        ese eut f_ fe fo her hum iem ier ijo ive kim kö les lo_ ls me_ mo_ nc ner nga nie nj nl
        of_ oi_ ot_ p_ pie re_ rl ro_ rom rte run son str tem the thu tro ui_ yd 26 _Au _Da _Di
        _Es _Fr _Ge _Hi _It _Na _Wi _am _c _g _is _s_ _ä A_ Am C_ Da De Di Gr I_ It Pr ar_ br c_
        ce_ ci da_ das ec elj eme erg for gan gen het ib ica ie_ ied ii_ ile ind ire ji_ ke_ lah
        ld lie lip ll_ lui mei mme nde ndi nge no_ nt_ ob oen ong ono or_ ord ove ow pl ppe rea
        rie rio ry_ sse st_ tot uit um_ une ve_ wa é š 27 _Bu _Fa _di Au D_ Es Fr Ge II M_ P_ Sta
        Wi X Z ae_ af akt anc anj ao ats ct cu dal dem di_ ds eb ed_ ely end erv eve ew fa ger ha_
        hee hr ic_ ich iek iro koj lal ler lje mee nce nda ndo ns_ nse omu oun out ph por q rb rd_
        ric rro rs_ rt_ sc tes th_ tl und uts von w_ ya ör 28 _Z az ef hl hn uc
        fr: 6 e 8 a i n r s t 9 d e_ l o u 11 _d c m p s_ é 12 _de _e _l de de_ es n_ t_ 13 an en
        es_ g le le_ on 14 _a _es _le _p _un a_ b est f h is la ne ne_ nt re st st_ v 15 _c _en
        _et _la _s _u ai ar en_ ent er et et_ ie in ion it l_ la_ nt_ on_ ou q r_ ra re_ ri te ti
        u_ un ur 16 _L _co _f _à_ C L al at co d_ io li ll me ns ns_ or pa par qu que ro se si ta
        tio ue ue_ un_ une ur_ y à é_ 17 _C _au _d_ _du _l_ _m _n _pa _pr _r _à A M P S ans ant
        ati au ce da dan des du du_ el em er_ eu eur i_ ie_ il iqu is_ les lle ma men na nd ni om
        po pr ran rt ré se_ te_ tr ui ve x à_ è ée ée_ 18 _A _Le _M _P _S _da _dé _i _o _po _qu
        _so _t _é B I ain ais am ar_ art ca ce_ ch ci com con di dé eme ic ien ill in_ iq ir ire
        ist it_ j k lo me_ mi nc nn no né oi ol omm our pe rs so ss to tu té té_ us ut vi ér 19 _B
        _I _La _b _g _in _ma _no _né _ou _q _ré _se _si _su _v D E F G Le Le_ R T ac ag ale ali
        anc and anç as au_ ct ec ell ge gi ha he ia ier ine ise mm mo nce ng nne nte nça o_ onn
        ons ont ort os qui res rs_ sa son ste su tre ts_ ui_ us_ ux_ ç çai ét 20 _Co _D _E _F _G
        _H _Il _Ma _N _R _T _an _ca _ch _di _fo _h _j _pe _pl _re _tr _vi _ét H J La_ N V ad al_
        an_ ap ari av ba br bre c_ che do ers fo ge_ hi ica id ig im ita lan lie lis lu m_ mb mu
        mun nç né_ oc ois ond op ot ou_ pl pou pro rd ric rie rt_ rte sse str sur tai tan tem ter
        teu th tra ts tué ul ux ué va ver y_ z ère éc ég éri és 21 _Fr _J _V _a_ _ar _av _do Co
        Il_ O U ab age all ang ani ass ate be cha cie cti ea ect ei el_ ens ep ess fa for ga gio
        he_ ho il_ ili iss ite ive mme nd_ nde nis nti og ph pi rd_ ren rg rn ron rr ru sp tat tes
        tie tri tt um uv w és_ 22 _Ba _El _L_ _O _U _Un _al _am _il _lo _me _mi _ro _sa _te _É Fr
        Fra K W ann ara as_ at_ ay bi bo ces chi cu end ern ert esp ett f_ fe ff g_ ici ina inc
        ing ini ir_ lai min nci nda ndi nie ob od oli om_ ord ov per por san sc sen sta ten tro
        tte ua uc ud uit ve_ ven vo É ès_ él én ê 23 _An _Be _Ha _K _Mi _Po _Pr _W _fu _jo _mu _na
        _s_ _th _to An L_ ana ats bu can car cen cia den die dis ein ev fu gen gl go gro h_ hu ian
        ib ich isa isi je jo ju k_ ll_ lla lli ls ls_ lt mie ng_ nna nse nst of oit out pla ppe
        rch rl sem si_ sie ssa ti_ tic tor ud_ use usi uss ust van vie vin ô 24 _Au _Da _De _Di
        _Gr _He _In _Ja _Me _Re _St _Th _ad _as _ge _ha _im _ja _je _oc _of _on _ph _sc _st _ve
        _vo Be Da Ha Pr ach ae ae_ ai_ ala are arr ast att aus b_ ber cal cc ck der deu ed ef eil
        eri erv ey gan ges her ia_ ict iel ies ile ind io_ ja ke las lic lm mer mis na_ nel nge
        nto ode one ong ono oo os_ ost pag ra_ rb rge rom sa_ the til tis toi ula um_ val vol ya â
        î 25 _Am _Es _Ge _Na _Ne _Or _Si _Ta _Y _at _bi _el _ga _k _ne _pi _ri _ta _ti _va Au C_
        De Di Gr He Ja Q Re St Th The X Y Z ada ade af ak am_ ama ame ano ata ato ban bit ch_ da_
        dat dep dir ds_ ech eg eli era erg foi ger hab hr hum ic_ ida imi iro ka ki ld len ler lig
        ly met nch ner ni_ no_ ny or_ ot_ ove p_ rio rk ro_ ry ry_ sei sh ta_ tel thu to_ ty urg
        wa ye ym z_ 26 _Bu _C_ _Fa _Q _Sc _Ve _Wi _X _Z _ab _af _be _cu _hu _n_ _op A_ Am Ang Ber
        Es Ge I_ II Ne Pro Si Ta aci ah ao ay_ aya az by_ co_ cy di_ din ds eb ed_ ee ele els erb
        ere erl eut eve ew ez hn ht ht_ hy ico ila isc ito its itt lar lo_ ma_ mit mét ndo och of_
        oi_ ol_ ola omo ow pat rde reg rf rg_ ri_ rla rro rts sel sic sk th_ tta uar uch ul_ una
        w_ yan yc yn yr za 27 _Du _Hi _It _Ph _Sp _We _bl _cy _em _is _w _î Cou II_ Lan S_ Sc Sta
        V_ Ve Wi ado aga aj alt auc ax by ca_ chn cid cke ct_ del do_ ene ero esc ete ga_ gli go_
        ibu ick ige ik ith iu iz ko ld_ li_ los lui mas mba mbo nen nga nk nsc ny_ oa ok pan rea
        spe tl ty_ uj uma var wi yo ze zi zo ù 一 28 _y D_ Du It Ph We cs hl nz oe uf v_ vu we xa
        yt
        gu: 6 ા 9 મ ર લ વ ે 10 ં ક ત ન ા_ ુ ્ 11 ં_ ગ જ ના_ પ માં ાં_ િ 12 _આ _આવ _ભા આ આવે દ ના ભ
        મા ય લા વેલ ાં ી ો 13 _ગ _છે _ત _તા _પ _ભ આવ એ છ છે_ ત_ ભા મ_ રા લા_ લુ વે શ સ ામ ું_ ે_
        ેલ ેલા 23 a e 24 i n r t 25 o s 26 d h l u 27 c e_ g m
        he: 7 ו י 8 ה ר 9 א ב ל מ ת 10 _ה נ ש 11 _ב ד ה_ ם ע פ ק ת_ 12 _מ ג ח ט ים_ כ ם_ ס 13 _א
        _ש ות ות_ י_ ים ית_ ל_ ן צ ר_ 14 _ו _ל _של ו_ ז ית ן_ ני רי 15 _הי _המ א_ בי ול ור יה_ יו
        לי רו של של_ 16 a e 17 i n o r 18 l s t 19 c u 20 d e_ h m 21 S er g p s_ 22 A C M a_ an b
        n_ on y 23 _A _C _M _S B D I L P R T ar en er_ f in k r_ t_ v x 24 _B _D _L _P _R _T _p E
        F G H N al at d_ es he ic is l_ le on_ or ra re ri st te ti us us_ w y_ ا 25 _E _F _G _H
        _I _Ma _N _Th J O W an_ ch de el es_ he_ ia il io ion it la li ll na nd ne ng ni nt o_ ro
        ta th z а и о ل 26 _Co _J _O _W _d _o _of _ال K Th The V ac al_ am and as ati ca ce ea ent
        et f_ g_ h_ ha i_ ie in_ ing is_ le_ lo m_ ma me nd_ ne_ ng_ ns of_ ol om os rt se si ter
        the tio to ur ve е н р م ي 27 _K _St _V _a _de _s _t _ا A_ Co U ad be ci co da de_ di ec
        ed em en_ ge hi ia_ id ir k_ mi nc of ot ou pe rd rs ss tr ul um un в к л с ال ب ر ن 一 28
        _c St ai au c_ ct do ei ho ig mo nn no oc op ph rn ry so tt tu vi
        hi: 7 ा 8 क र ् 9 स े 10 ं त न म ह ि ी 11 _क प य ल व ा_ े_ 12 _स _ह _है ज द ी_ ै ो 13 _के
        _प _म ं_ के_ ग ट ब र_ श है ु ्र । 14 _मे का के न_ प्र भ मे में स् है। ार ें_ ।_ 15 _अ _एक
        _का _ज _प् _र _व _से _स् अ इ ए क_ का_ की_ च ड त_ थ ध प् या या_ रा र् ष से_ है_ ान ू ें ै।_
        ्य 16 _इ _इस _ए _और _की _को _द _न _ब _भ _य _वि _सं आ उ एक_ और_ की को क् ण ता ता_ त् त्र ना
        ने_ य_ रे ल_ वा से ार_ िक ित ित_ िय ै_ ै। ो_ ों_ ्त 17 _आ _उ _कर _कि _ग _जा _त _पर _भा _यह
        _रा _ल _श इस एक औ कर कार कि को_ क्ष ख जा ती ती_ द् ने न् पर भा म_ मा यह_ रत रा_ वि शन_ स_
        सं स्ट ह_ हैं ़ ात ान_ ाल ि_ िक_ िया ेश ेशन ों ्ट ्य_ ्रा ्रे ्व 18 _औ _या _सम _सा _हो और
        टे टेश ति ते_ था ना_ नि पर_ फ भार यह राज रि री री_ ला वार शन सक सम सा हा हो ारत िन ेल ैं
        ्टे ्या ्र_ ्वा 19 _च _मा _। ंग छ ते नी_ पा यो ला_ ली_ ले व_ ष् हु होत ां ाज ाद ाम ार् ास
        िल ्द ० १ 20 _ने _मह _हु _।_ _१ ँ ंच ंत चा ज् ठ न्द म् ये रक रका र्व ली ले_ ल् वर ाव िका
        ियो ेत ्रि २ ९ 21 _छ _१९ ज्य त्य ध्य यात रिक र्य सम् हर ही_ ाक ्न ्रक 22 गर हा_ ाली १९ 23
        _पत _हा काश ची पत पत् मा_ हे ाच ात_ ाती ाश ुन ्ह 24 _व_ पाल म्प ील ून 25 _अस _त् _यो चे च्
        मध यां हे_ ील_ 26 _गर _हे अस ची_ ल्य ून_ ेप 27 नेप ेपा
        hr: 7 a e i 8 n o 9 j r s 10 a_ k l t u 11 d e_ i_ je m p v 12 g z 13 _je _p _s an b c je_
        na u_ 14 _i _j _n _na h ij in ko na_ ni o_ ra sk st č 15 _i_ _k _ko _o _po _u _u_ al en
        ije ja ka koj la li m_ no od oj po ri ro ta ti va 16 _d _pr S ar at av di el er im ja_ ji
        ka_ ki lj ma me n_ ne ne_ nj om or ov pr re se to š ž 17 _S _a _b _g _m _od _r _se _t _z
        _za P ad am as ci d_ da ed em et f g_ h_ ic ih ih_ ija ik il is iz ji_ ju ke_ ki_ le li_
        lo ma_ ni_ nje no_ od_ og og_ oj_ ol om_ on os ru se_ ski sko sta te va_ ve vi vo za zi ć
        18 _A _M _P _iz _sa _st _su _v A B I K M ac aj ak an_ ana ani anj ast az bi ca ca_ da_ dn
        do ek es ez ezi go ili im_ ina ine ist it ič j_ jed jez ju_ k_ ke ko_ ku la_ lje ns nsk ob
        oji ok pa ra_ ran rij s_ sa su t_ ta_ ti_ tr čk 19 _B _C _I _K _N _T _do _il _ka _l _ne C
        D G H N O R T ala ali ans ap ati azi ba ce de eri est ev ga ica ika ini io ir men mi mo nd
        nij nt oje op ost ot ova pi pro r_ rn rs si ska str tra tu ur us vn y za_ đ 20 _D _G _H
        _Ma _O _R _bi _di _e _ma _pl _te L V aci ada ama ao ao_ ara ats bo ce_ dan din eg eli elj
        eme gi gl ici io_ ku_ l_ lu me_ ndi ng oz pl pod por ri_ sa_ ske tan te_ ter to_ ts um un
        ut van vat ve_ ver w z_ zn či 21 _E _F _In _J _L _Na _Po _V _a_ _al _c _da _f _h _im _in
        _is _me _re _ri _s_ _tr _č _š E F J U Z ad_ ag ame and ano apa ari ata be br bu di_ dni ds
        du em_ en_ ene ent ep er_ era ern eve ga_ ge ha he hi ia id ig ila iš jo kt lan le_ lo_
        lov mer met mj nc oli on_ pe pin re_ rt sel so sp st_ ud ul v_ vin vl ze ži 22 _Ba _Pr _Re
        _U _Z _am _de _nj _no _op _pa _si _ta _to _ve _vi _vo W ab ak_ aka al_ ale ant ar_ at_ ate
        au ch de_ do_ ea eb ec ele ero ho in_ ing ion ita ite ito kim las lij mu nci oc oi oka ove
        pan ren rom rst tel tor tri tro ua uj uk una upa ust ven vu y_ zi_ ši 23 _Co _Gr _IS _Me
        _Mi _St _W _en _ku _la _mi _mj _ni _ro _ti ISO O_ Pr Re SO_ ah ai am_ anc as_ ato ben bit
        c_ co cu du_ ego ej eke ens es_ et_ fo gan ge_ he_ hr ia_ ib iku is_ iza jin jn kan ks les
        lic ll ls lt mb min ng_ nk nst nte nti oa ola omo one ono or_ ort ou per pla rd reg rg rk
        sh ste stu ten th tic tij tre ula um_ val var wa zij zo šk 24 _Am _An _Be _Da _Ha _He _Ja
        _La _Ne _Si _Ta _U_ _Ve _an _ar _au _du _ja _pe _va Be Co Gr IS SO St Ta af ang art ay ban
        bij ces ck dal dar den der ed_ ede ee egi eng ere ers eu eze fe for gen hu ian ie inc ind
        ire iro isa isk ive len lis liz mo_ nd_ nda ner nis ode of ons p_ par q rb res ric rik ro_
        ron si_ ss tem tio tl uc ue ui uma us_ vla x ya zu á ša а 25 _Bu _De _Di _Fr _Ki _Th _Y
        _be _bl _el _fo _ga _ge _ki _km _lo _mu _o_ _on _pi _so _th _un _Š Am An Da Ha He Ja Ne Si
        Th The U_ Ve Y ade ado ae aga akt are av_ aw b_ ber can cen cio des dis eci ega eh ei el_
        ese ete f_ fa ha_ ida isi it_ kat ksi lar lm mit nce ndo nej nn nt_ of_ ois ong ont oo os_
        ov_ qu rh rio rl san sc tat the tik tis tt uv zan é Š и о 26 _Au _Du _Ge _Le _Or _Sp _Wi
        _jo _le _of _um _Č Ame De Di Fr Fra Ki Le Pro Sta ach ae_ age aha ai_ all als bu_ car cha
        che chi dat ea_ ef ek_ ell end erg esa esi ger go_ her ich ige ijo iki il_ ile ill imi ir_
        kas kaz ld lla lle mas mis mun nde nen nga nka nto nz ol_ ols ord ow pat rd_ rea rj rr rt_
        ry rz seb son tet th_ til toi und uo usi wa_ we ya_ zu_ í Č Ž е к н р 27 _Fa _Hi _at _ca
        _et _ha _he _w _Ž A_ Au D_ Du Ge I_ L_ Q S_ Wi X aa ain alt aus ay_ aya ch_ co_ ct dos ebe
        epa ert erv ew ey fu hn ht ic_ ie_ isc ise ish its iu jk lig ll_ lli ns_ ny oe ond ot_ qui
        rn_ run ry_ sh_ shi spe ue_ vol w_ wi á_ ó в л с т 28 _Q _X H_ ph ye yo é_ а_
        hu: 7 a e 8 l t 9 i n o r s 10 k z á 11 g m y é 12 _a a_ b d v 13 _a_ el h j k_ n_ p s_ sz
        t_ u 14 _k A al an c e_ en er et f gy i_ ó ö 15 _A _A_ _e _m _s _sz _t ak an_ ar at eg en_
        l_ la le me or ta te z_ ze és ő 16 _az _eg _f _n _v _é _és A_ ak_ az az_ ba ban be egy ek
        es gy_ in ly ne ny ol on os ra re sze to tt ve y_ ál án ár és_ í ü 17 _b _h _kö _l _me _r
        S ag agy ala ben cs ek_ ele em es_ et_ ez g_ ha ik is ke ko kö ll lt lá ma na nd nt oz r_
        ri ro rt sa szt ti tt_ tá va ye zt ás én ó_ ú ül 18 _M _S _al _be _c _cs _el _ha _i _ma
        _ne _o _re _ta _te _va B M ad ai ai_ alá am art as da de ely end ere ett he ia il já ka ki
        köz li lo lt_ m_ mi ni ok om ot ren se so st szá ség ter té us ya za zet zá áb ába ág ég
        él ész ű 19 _B _C _K _P _am _d _j _ke _ki _le _né _p C E K N P T aj al_ ap at_ d_ di ed
        el_ ent er_ eri ete eze fe fo ga ge ho ia_ id is_ it ja ja_ je ké len ng nt_ né on_ os_
        ra_ re_ rs ré si ss ta_ ti_ ul us_ vi zi zo ér ét 20 _E _L _Ma _N _T _fo _g _is _je _ko
        _mi _ré _vo D F G H I L R ae_ ame ara ati b_ ci do ell ev fa for gi go ic ida ig ir lla lm
        ly_ mer min mo no ny_ og ov pa pe po tel tet tr tu ul_ ur val vo vol yi ör 21 _D _F _G _H
        _I _R _an _er _ka _la _ol _ve _vi O V ab ac ada ae ang ar_ ata ato bi ce ch dal dar dé ei
        eke els em_ eme ep ert eve hi ika ill j_ ki_ ku ld lis lle lov ls lta mb met na_ nc nde
        ni_ nn nya ná o_ od ont op or_ ran ri_ rt_ rü sa_ se_ si_ te_ ten tes tot um ut v_ ve_ ver
        yik yo 22 _J _O _V _de _es _gy _he _na _pa _po _so _u J and any as_ ass ber bo de_ det ea
        eb ec ede ej elt ene ese est het há iai ie iku im in_ ina ind io ist it_ iz ió ka_ kai kat
        kk la_ lan les li_ lu ma_ mu nk ns nte nyi ob oli om_ ort pi pr rd res rg rik rk rn ru sen
        sk st_ ste tan tat th tik tor ts tta tte ud un ven w x ös 23 _An _Ba _Be _Co _Ha _In _La
        _Mi _Na _Ne _ad _em _in _pr _ro _z W Z aga ali all ana anc ani ant ari att au av bu ca ció
        co da_ del den di_ ds ege eh ei_ eli eng ers erv ess ga_ ger ib ine ing ion iu ke_ ks kt
        las le_ lj mbe men nci nd_ nds ne_ ng_ nge nti oc ol_ ola ot_ p_ par per pl por rb rom rr
        rte rz son sse sta tem tl tra tri u_ um_ yan zi_ zn ód 24 _Bu _Ki _Le _Me _Po _St _Th _U
        _W _Z _ar _bi _da _di _dé _il _ir _km _pe _se _st An Be Co Ha U ado af ah ain ale ama ann
        apa ate br c_ cia ck ct der du ef ens era ern eu ge_ gen ges gj gl gs h_ ige ile ili ini
        iro ise ita ió_ je_ jo ken lal ll_ lli los lte mba mm nb nia nna nto oka ono ord pat ph
        pro reg rf rj rl ron seb sel sp ssa su the til tre tro tus ty uk ula va_ van von ya_ yn
        za_ zu zz é_ 25 _Am _De _Fr _Ge _He _Ja _Pr _Re _Ta _as _au _do _ga _jo _ku _mu _sa _su
        _ti _to _tr Ki Le Ne St Th ad_ aka alt am_ bes ca_ ce_ chi cu dat din dt ed_ ee ehe ein
        elj erb erg ezi f_ fö gel he_ her hu ian ica ich ii ila ite itt ive jd jn kh ld_ lje lka
        me_ mit mun mét nce ndi ndo nis nl nne nz of omo ond ons ost ou ova pan rh ric ry san sc
        sh str tio tis tti var vat yt Á ón а о 26 _Au _Da _Di _El _Er _Gr _Or _Si _Ve _Wi _en _fö
        _fü _ge _ja _no _pi _Á _É Am De Fr Fra Ge He I_ Ja Pr Re Ta The aci adt akt ano ans arr
        ast azi ch_ cha che cti das des ea_ ega egi egt erd erk ero esi fu fü gt ha_ hy iad id_ ih
        ii_ inc isk iss ito jed jez ju kan kka mas nda nel ner no_ ns_ ode oi omm ong ove rd_ rde
        rge rze ska ske sko tai tei tul ua uc ue ui uma urg yf yh ym yr zad zza É á_ éri öd ör_ ün
        е и н 27 _Du _Fa _Sc _Sp _fu _lo _of Ame Au C_ Da Di Er Gr II S_ Si Ve Wi X Y ach are ay
        bad cc cen dn dt_ dz ebe ech ect eit eur ey fen gm hn hr ht ici ie_ ire kas nh nj nka nse
        nty of_ ols one oo ow q rie rla rs_ ry_ sem th_ to_ ust wa éc ür в к л р 一 28 _Y B_ Du Sc
        V_ aa ao dd ff ij qu wi yc с
        id: 5 a 7 n 8 e i 9 d r s t u 10 an g k l m 11 a_ an_ b h n_ o p 12 _d da er i_ ng 13 _di
        ah ah_ al ang ar at di en h_ la ng_ ra ta y 14 _a _da _p _s _se ad ada ala g_ in ka lah ri
        si ya 15 _ad _b _k _m _me _t _ya S ak am as ba c dal di_ ga ia j k_ kan ma me na pa r_ s_
        sa se t_ te un yan 16 _K _P _S _be _ke _pe _te _y A B I K P ara ari at_ ata be ber bu dan
        eb el em eng es ia_ ik is ke l_ li nd nga ni nt on pe ri_ tan ter ti tu u_ ua w 17 _A _B
        _I _M _de _i _sa M T ai aka al_ ama da_ dar de e_ era f gan ha il it le m_ men ne ny nya
        or ra_ ran ru seb si_ ta_ uk ur ya_ 18 _D _In _T _in _l _pa D J ag aha ai_ ak_ am_ ar_ au
        au_ bua ca ebu ek en_ eri esi et gi ika im ing ini ir is_ ja ko ma_ mer mi mu ngg ni_ ol
        per re ro rt sa_ st ul un_ ung upa us ut v wa 19 _Ba _C _J _Ma _R _at _ka _ko _la _ma _o
        _ta _u C H L N R ab aga ali ana and ant ap as_ aw ay aya ban bi den do du ent ep er_ ert
        esa ga_ hi hu ian id ila in_ ki ku lan lu mb ndo ns o_ om one ot pat rik su ten to tr um
        20 _G _H _Ja _L _N _Pr _an _h _j _n _ol _r _su _un F G aa aan any apa ate d_ dis ec ed eg
        eh end erb erl ers ge ili io ion ir_ isi ist ita ju ka_ kat lo mas mba na_ nda nj on_ ov
        pan pi pr rb rk rl san tas ula una unt ur_ us_ vi 21 _Be _F _Me _U _bi _f _g _na _pr _ti
        _w E Ja O Pr Pro U W ain aj ani art ati des dir ebe ega eme epa es_ ib ig iki il_ ina isa
        ki_ ks kt la_ lay li_ nc ndi nis no ok os p_ po pro rd rg rn rs str tem ti_ tik tra ud um_
        vin wa_ wi y_ z 22 _Da _De _Di _E _Ha _La _O _Ta _W _c _e _ha _le _mu _po _si _wi Be Da Y
        ac ben bes car ce ch ci ea ej el_ ene erd ere erk ern go he ic ida ie ih ih_ it_ ke_ ken
        lai las lis ll mbe mo ngs nia nn nte od og ola ong op or_ sel sta ste tel tri uar usi ve
        wan 23 _Am _An _Bu _Co _Mi _Na _Re _Si _Y _al _du _ge _ja _mi _ne _re Am Ame De Di Ha Si
        Ta V ae akt anc anj ann ap_ are ast b_ bo de_ der ei ele eli erg et_ ete ew f_ gen ger gs
        ho ibu im_ ind ise ite ja_ je kas ksi ku_ lm min mun nd_ nde ne_ ner nge nti ob oli ou par
        ren res rj sem sen sk so ss th tor ulu uma ust 24 _Ge _Le _Ne _Po _St _Th _Un _V _ar _as
        _ca _ga _ki _ku _st _wa An Co I_ Re St ad_ af aks ale ans ato co din ek_ em_ ens ese est
        fa fe fo for ggi he_ iu ji kh le_ leb nci nk no_ ode of ol_ ono ons ont pin re_ ron rte
        run ry sh ska tai tio to_ tro tus ui uj ul_ va ver war x ye 25 _Au _Du _Gr _He _Hi _It _Wi
        _hu _is _je _km _pi _to _tr _um _v A_ Ber Ge II_ Le Ne Sta Tan Th Wi Z aat ade ame bad br
        bu_ can ce_ ck cu das dat ee ege egi ero eu ev gel ha_ id_ ij iku ill imi ine ive kai kto
        kun lal lar len les lka lt me_ met nt_ nto nyi oc omu ond oo ort ove pl rd_ rea rh rla ro_
        sp te_ til tis tt tun ue ui_ und wak we yi yo za 一 26 _Er _Fr _II _Ki _Sp _Z _ab _co _il
        _kh _no _of _za Au C_ Du Gr He II It Ki S_ The ae_ age ais all ass av bis bit c_ ch_ do_
        ea_ eci ed_ ede ef ei_ eke ell ey ge_ gem hi_ hn ica ich ija io_ ipi ire ito iwa jo kim ld
        ler ll_ lla ly mis mm nce nen nka ns_ nst oa oe of_ oka om_ omo ord os_ ow por q rge rie
        rio rr rt_ ry_ sc se_ sed son spe ssa st_ stu sur tat tet th_ the tig ts tul ty ty_ uc w_
        was wat zi é 27 _Fa _Or _SM _We _do _en _fo _lo _ro _so _th _z Ang Er Fr M_ Pol Q T_ X ach
        ano aus ay_ az ca_ cha che chi ct del dem ds du_ dus dy ebr ein ess ft fu gio gl go_ her
        hl hr ht ie_ ier ies ile iz jo_ kk kka ko_ ks_ kte lip lle lli ls lta lui mit nse oi oun
        ph raa rg_ ric rn_ rom rs_ shi tes tl ts_ une use vo z_ ا 28 _Q D_ P_ SM V_ We dd iy nz qu
        rf uf wo
        it: 7 a e i 8 l n o t 9 d r s 10 a_ c e_ u 11 _d i_ m o_ p 12 g 13 _de _di de di el l_ ne
        on to to_ 14 _a _c _i _p _s _un al an at b co del di_ ell en er f h in io la la_ ll n_ nt
        ra re ri ta te ti un v z 15 _co _e _in _n _u _è_ ar ca el_ ent es ia ic ion it le le_ li
        lla na ne_ no or si st ta_ tt è 16 _da _e_ _f _l _ne _è S ato ci da ia_ il is me na_ nel
        ni no_ nte ol om one re_ ro se te_ ti_ tr un_ è_ 17 _C _L _S _al _il _m _pr _r _si _t A C
        I L ale all ant as ca_ ce ch che com con et gi he he_ ica il_ im in_ io_ ita ll_ lo ma men
        nc nd pa pe per po pr ra_ rt se_ so ss zi zio 18 _A _I _M _P _a_ _ca _ch _g _la _o _pe _se
        _st _su B M P ag al_ ali am art ata azi bi co_ d_ da_ do ec eg er_ eri ese ett gio ie ist
        li_ lo_ mi mo ni_ nti nto on_ os par r_ ran s_ sc si_ sta tan ter tra tto tu ua una ve vi
        19 _B _G _La _R _an _ma _pa _re _ri _so _te _tr _v D F G N R T ab ac anc and ano ari ati
        att az bit cc cia dal ed em era ess est gl gli ico id ig ina ir iz k lle ma_ me_ mu mun ng
        oc omu ono op ot ov pi pro q qu res ri_ ric ro_ sa so_ str su t_ tat tic tor tà_ ur us ut
        va y za à 20 _Co _D _F _Il _Ma _N _T _ab _b _no _po _qu E Il_ La_ V ad ame ani ap are ass
        av ces chi de_ do_ ea egi ei ei_ ene ere ero ers fa ge ggi go hi ian ici inc ine ing ito
        itt ità lic lt m_ nce nci nn ns nz od og ola ond ont ost rd reg rr rs sa_ sp ste ten tri
        tro tta tte tti tà ue ui ul um une va_ ver vo zz zza à_ 21 _E _U _V _es _fo _l_ _le _me
        _o_ _pi _q _sc _vi Co H O U ai an_ ana ann ara ast ate au ba br can car ce_ cen cu dis du
        end esi ev fe fo ga ha ie_ ien ili ini ive lu mb min mo_ nda nde ndi ndo oli ort ren rie
        rio rn rte ru sen son spe sse tre u_ uo ven w y_ za_ 22 _Ba _H _In _O _Re _St _Un _ar _as
        _at _cu _do _fu _gi _i_ _lo _mi _ve K W be bu cal den der des ea_ ed_ ede ele ens ern ert
        es_ for fu gen ib ich ile ire iu lan les lm mer met mm nch ner nia nis nza oi ons ord ou
        ove por que rea rg ron sic ssa tem ud ue_ ve_ vin vol zo 23 _Di _Fr _J _K _L_ _Le _Me _Mi
        _Ne _Po _Pr _Sc _Si _W _ad _am _au _d_ _du _er _ge _h _ha _im _mu _na _ro A_ I_ J L_ Re St
        ad_ ae af ai_ alt anz bo bre cie dat din dir eci eme en_ ep esc ez ff g_ go_ h_ ha_ ier
        ill ind is_ isc isi ite j k_ lar las liz lli lta nd_ ng_ nne nse ob of ova rb rd_ sce sem
        st_ tel tes th ttu uc ui_ uit um_ usi van x é ò ù 24 _An _Be _Da _De _Ge _Gr _Ha _I_ _Na
        _Th _Ve _av _el _is _op _sa _ti _va _vo _È _È_ An Be Di Fr Fra Le Ne Pr Sc Si Sta X ain
        ala ama ang arr ban ber cio ck eb ef erv esa et_ ga_ gan hi_ ho ies iet imi iss len lie
        lis nen nna nt_ omo or_ pag pl qui rch rl rom til tio unt us_ ust val ze È È_ 25 _Fa _It
        _Or _Ta _UA _en _et _k _of _ta _th _to Da De Ge Gr Ha Q Th The UA UA_ Ve ada ade ado aga
        ar_ as_ ay c_ cid dan det ee ega egu eli esp ete eu eve ezi f_ ge_ ger her ida ila ke ld
        ler lte mas mis mit mme nge oi_ omm onn oo p_ pat rro rt_ rz san sch sh sie stu ted the
        tie tis uar ul_ ung uss var vat vie 26 _Am _Au _Bu _Es _He _Ja _Q _Sp _Wi _X _Y _Z _af _be
        _bi _ga _km _oc _og _ol Am C_ II II_ It Le_ Pro Reg Ta Y Z aci ae_ ak am_ ans b_ ch_ ct
        dar dd ds_ ee_ erg ey fan hu ic_ ido iem ipi isa ise ka ki lig ls nga nie ns_ nze ode oe
        of_ ong os_ our ow pie pin rde rf rge rk rla rs_ ry ry_ sed sk spi tas th_ tun ty ty_ ud_
        uf ula ur_ use w_ wa zi_ é_ ì 27 _A_ _Du _El Au Es He Ja S_ V_ Wi ach age ah at_ aus ay_
        cha die ds ebr ego eng eur ew het ht ibu ik iro ld_ los ly mba nk ny oa och ol_ oun oz pan
        ph ppe sur tig tl ts urg ya z_ zie ó 28 _z D_ Du hn hr ja ko ok we wi
        ja: 3 あ 4 ああ ア アア アアア 5 あああ 11 、 あ、 ああ。 あアア アアあ 12 。 あ。 ああ、 あア アあ 13 _年 、アア ああア （ ） ）あ 14
        _アア _年_ アああ 丈 年 （ああ ）あ、 15 _あ _ア _月 _月_ 、ア あ_ あ、ア ああ_ ああ） アア（ 丁 丞 丼 年_ 日 （あ 16 _ああ _日 あ）
        あ）あ アア_ 佐 月 月_ ）ああ 17 、ああ あ、_ あ丈 ア_ ア（ 人 国 大 （アア 18 _日_ 「 」 一 中 19 _年） 的 20 乱 在 22 丈丈 三 23
        丕 24 _丁 中国 26 丁_ 27 é а и 並
        kn: 7 ್ 8 ರ ಿ 9 ದ ನ ಾ ು 10 ಕ ಗ ತ ಲ ವ ೆ 11 ಂ ಮ ಯ ಸ ು_ 12 ಪ ಳ ಿ_ 13 ಟ ಡ ತ್ ಬ ಲ್ ಲ್ಲ ಹ ೆ_ ್_
        ್ರ ್ಲಿ 14 _ಕ _ಪ _ಮ _ಸ ಂದ ಅ ಗಳ ಜ ತ್ತ ದ_ ದು_ ನ್ ನ್ನ ರ್ ಲಿ ಲಿ_ ೇ ್ತ ್ಯ ್ಲ 15 _ಅ ಕ್ ರಿ ರು ಶ ಾಗ
        ಾರ ೂ 19 a e t 20 i n o r 21 h l s 22 c d m u 23 _th b e_ g p 24 _t A S an f n_ s_ t_ th y
        25 _p C I d_ er hum in mb on ri thu um 26 _A _C _S _a _o _ri M P a_ al ar at b_ en er_ he
        he_ ht_ hu ion nd on_ or r_ te the ti w x y_ 27 _I _M _c _i _of _r _s B D E N R T es f_ ht
        ic ig io is it k l_ le li na ng nt of of_ ra re st v 28 _B _P O ce co g_ ia ta to
        ko: 13 가 16 三 가_ 17 _가 18 並 之 19 丁 20 · 丘 21 _三 《 》 三_ 亂 亞 22 _《 _並 _之 _가_ 丁_ 三三 並_ 之_ 乙 倉
        23 _㎢_ _丁 _三三 》_ ㎢ 三三_ 丹 24 _㎢ あ ア 三並 三之 丘_ 並三 之三 亞_ 25 _三並 _三之 _丘 _丹 _之三 _之並 _乙 _亂 _倉 あああ
        アアア ㎢_ 丁三 丈 三丁 三三三 三並_ 三之_ 並三_ 並並 並之 之並 之之 亂_ 國 大 26 ああ アア 27 é 乘 28 _ああ а и о ああ_ 中 人 가가_
        29 _あ α ο ς в е н р あ_ アア_ 一 丕 日 가가 30 _アア ا
        lt: 6 i 7 a 8 o s 9 e n r t u 10 k l m s_ 11 d j p v 12 g in o_ 13 a_ as as_ b os os_ y ė
        š ų ų_ 14 _k _p _s ai al ar au e_ i_ ia ie is is_ li ni ra ri ta ti 15 _a _i _v an c en ij
        ini io ir ių_ je_ jo ka ma si st us va ės_ ž 16 _d _ir _m _pa _t ai_ am da di er et ijo ik
        im ir_ ių je ki ko la mo na nt oj on pa r_ ro to uo ur us_ vi ės 17 _b _g _ka _n _pr _r
        _va A P ak at ei es ga iau inė io_ it iu iš ja jos me mi no nė oje or pi pr sa te tu z ą č
        či ė_ į ū 18 _A _K _L _P _S _l _su _vi _į _š K L S ad ali ant ap aus av ba ci de el f gi h
        id iet ija il ja_ ku le lo m_ mas nd ne nis nk nti ok ol om ra_ re rt se su tas tr u_ usi
        ve vo ą_ į_ ši ži 19 _B _M _T _V _ar _da _e _iš _ku _pi _sa _ta _te _yr B M R T V ac ag
        ais aka ama din do ek em ent eri iai ien ies ina ist kai mo_ ng no_ nuo ot po ru ry se_ sk
        sta tai ti_ tis to_ ty tų_ uk ul ut uv val vie yr yt šk 20 _D _G _J _R _au _be _di _ga _j
        _ko _la _me _mi _ne _o _re _u _y D G I J N aci aj and ara ari be bi du ed eli es_ ge iki
        ili ji ke ks kt lai ly ma_ men met min mu nia ny od og oli ov pe pie ran rb rie rij rio
        ro_ so t_ ta_ ter tra ud um un ę Š 21 _E _I _Ma _N _at _de _f _ge _in _ki _km _ma _na _po
        _si _st _ti _Š C E ab ala als ame ani ar_ art bo bu ce ch dal dar dy eg eis era est go ia_
        ie_ ig ika ind ing ion ito iz jo_ ju ka_ kas ko_ l_ las ld lie lis ls lt lu me_ na_ ndi
        ne_ nij ns ono op p_ pag par pl pro rg rik rs si_ sp ste str tei tik tor tus uj var ven
        vin ym yn zi ę_ 22 _Ba _C _Pr _Ta _an _c _gy _ke _pe _pl _se _tr _ve F Pr Ta aga ana ang
        ast ati d_ die ei_ ele end ep ev fo for gen gy ian ic ida iek ji_ ki_ la_ lan len lo_ lst
        mie mis n_ nc oji pat per rd rk rn san ski so_ tie tij tri tro ša 23 _An _Au _F _H _La _Le
        _U _le H O U ae ae_ al_ ale alt ano ata ato ats au_ az ben br cen da_ dan das den do_ ea
        egi ene ers ga_ gan gio ha he ib imi ine isi ita k_ kan lei lij los mb mer nci nde nga nka
        nt_ nte nto ob oc omo one pin reg rei sen sie ska tan tat te_ tel tem ts ui ui_ uma ung
        ust van ver za zij 24 _Am _Da _Di _Gr _Ja _Me _Mi _Na _Ne _O _Re _as _fo _gi _h _jo _ri
        _to _Ž An Au Da Di Gr Le Re ada ado ain akt am_ ate bei cia del dos eb ec ein ej eng er_
        ero ert esa esi fe g_ gl hi ho ici iej iem ite ity iza ič jas ją kie koj li_ nda ndo ner
        nst of ost ova pan pla ren ri_ stu umo uom vu yd Ž 25 _Be _In _Ki _Po _Si _St _Ve _a_ _ad
        _al _d_ _du _el _es _fu _il _is _ja _mu _no _so _un _Č AV_ Am Ame Be I_ Ja Ki Ne R_ Si St
        V_ an_ anc ans apa are at_ ban cio der dis eid ens epa erg ern esp et_ ez fa fu gel go_ gt
        inc isa kat kim kto lm lta mit nty ont ort por res ron sko ten tl ua uc uva va_ w y_ zo Č
        26 _Bu _De _Ge _X _Z _am _bi _o_ _ro A_ C_ Ge S_ Ve W X Z ach ad_ af azi ber ca cha che
        chi co de_ du_ ef eit eme erb ere erv ete ger gli ich ido iku ila iro isk ive ksi le_ lig
        liz lka ll ns_ ode oka ola on_ ons ord oz rch re_ rge rl rom rs_ spe tet th tst x zu 27
        _Co _Ha _He _Il _W _ch _eg _ei _en _he _im _ji _of _č Co De Ha He II_ Sta ade bes bo_ ces
        dem dep dir ech eci ede ega egu elt en_ erd eu ezi he_ her hu ica ied ier in_ j_ jin kau
        ke_ ler les mbo mun nie ong ou rst sei som spi tes til tio tli tot tre tsi tul ue ula una
        vat ze Į а о 28 _Du _El _Hi _Or _Sp _Th _ab _do _er _lo _op _vo _Į AR_ Du MC_ P_ Pro SR_
        Th The X_ age ah bij bir c_ chn ck ct des dus eil ek_ ely erk eve gs h_ hn hr ii ile imb
        ire kun lov nce nel ng_ nge ni_ nsk oa oi omu ond oo ove ph rea ric rte sa_ sc sic ske son
        ss st_ tad und uon ur_ urg z_ е и н 29 _A_ _Er _Es _Fa _Fr _It _Y _et _ha Ang B_ Ber Es Fr
        It K_ M_ O_ Pil Pol T_ Ver Y aks ao ay b_ cu dz ege ego el_ eld els erl eur f_ ft ge_ ges
        gm ht hy iel ill ipi ise ju_ ken km² kt_ ku_ lic lte mba mm m² m²_ nd_ nen oe or_ rd_ rla
        rr run sh sur the tic tt um_ une v_ ve_ vol ² ²_ к р с т 30 _kt D_ Er L_ by car ce_ ebe ee
        ell gro ha_ lip lj в л 三
        lv: 7 a i s 8 e r 9 n t u 10 k l m o s_ ā 11 d p v 12 a_ as as_ ie j z ī 13 b g u_ ē 14 _a
        _i _k _p _s ar c i_ ir is ka r_ st ā_ 15 _ir _v ai al at en ij ija ir_ ja la m_ ra ri ta
        ti vi š 16 _d _n _no _pa _t _u _un an au ci da em er es es_ ga in is_ jas li ma n_ na ni
        no o_ pa ro sa sk tr tā um un un_ va 17 _ar _b _g _ka _l _m _sa _va _vi ad am ar_ di dz e_
        ek el em_ et f iem ien ik il isk iz ja_ kas ko ku kā me mi nā on or ot pi ru rā ta_ te to
        ts ts_ tu ur us vie zi ās ās_ ļ ņ ū 18 _A _S _at _ga _ie _iz _ko _ku _pi _r A K L P S T
        ai_ ais ak ap ba de ei h id iek im it ju jā ks le lo ls lā na_ ne no_ ns nt od ol os pie
        re rs rī si ska t_ tie tī ve āk āl ār īb ša ž 19 _K _L _M _P _T _V _c _da _di _j _la _pr
        _ti _z B M R V aj ast av bi ce da_ do ed iel iet ika ist jā_ ka_ kt kā_ la_ lie mu nie ns_
        om os_ par pr ra_ rie rt sp sta str tas ul us_ val ze āt ēt ķ šan 20 _B _D _R _au _bi _e
        _f _ne _o _re _st D I ab am_ ana ara be bij bu das die du dzi eid eme ens ent eri ev ied
        ies io jo ju_ k_ kai ki ku_ lai las ls_ lu ma_ mo nd nis oj ok op pe po rij rs_ se ter ti_
        tis tro ut z_ 21 _C _E _I _La _ma _mi _si _ta _te _ve _zi _š C E F G H J N Z ac ada ag aks
        als and ant bo du_ eb ec eg ep era ers ez gs ic ido ie_ ion je ji ko_ ks_ ld les lis lst
        lt ng nij pl pro rb rd rg so stu su tik to_ tor tra uk ust var vo zie č 22 _F _G _H _J _Ma
        _N _O _Z _be _de _in _je _me _pl _po _se _tr O ala ali ama ani ato aus az b_ br bu_ c_ dar
        der ds ds_ ej ek_ ele fo ga_ gan ida iec ier ig ina ke ki_ mas men met min mis ni_ nk ob
        oc og ola oli ons ot_ ov oz per pla rk rn ski ss ste tes tri ud uma vu y za ši 23 _Ba _Ta
        _el _fu _h _na _ro _su _to _Š Ta U aci aga ain aka art ata ati att ca cen d_ dal den des
        ede eli ene er_ est et_ eze for gi gl go he hi ia ieg iku imi ini iro ito kat li_ lij mb
        mie nc ne_ nti nto p_ ran rei ri_ rik ron sa_ si_ sko tai tij tot tt umo uv v_ va_ ven ver
        zn zo Š 24 _An _Au _Da _Di _Ei _In _Ja _Me _Re _St _U _al _an _fo _ja _pe _ri An Au St ado
        ae ae_ akt ale alt ame an_ ang ans apa are ari ate ats ces cie cio dat di_ din dus ea eci
        ero ete fa fe fu ha ho ib ili ine ing isa ite ji_ kan kie l_ lan le_ ll mer nda ndi ner
        nte of on_ ono ort ova por res rst rz sen sie spi st_ te_ tei ten til tus uc usi zij 25
        _Be _Fr _Gr _Ha _Mi _Po _Pr _Ve _as _do _km _le _lo _mu Da Di Ei Fr Gr Ja Pr Re S_ V_ Ve
        ad_ auc ber ce_ ch co cu de_ dis dos ef egu eh els ere ern ert ge ici ind isi ita iš ksi
        lm lo_ me_ mit mm nce nci nde nsk nst ode ols ont ord ost pag pat rl rom rt_ se_ son tat
        tel tem tl uj upa ur_ w zu ži 26 _Am _De _He _Na _Ne _Si _Sp _ad _am _ca _im _jo _of _so
        _Ā _č A_ Be C_ De Die Fra H_ Ha I_ SV_ Si Sta W ah al_ anc ano ap_ av_ bei bez bru ca_ dn
        do_ ei_ eic elt en_ end erv esa esi esp ess g_ gli go_ ih ila im_ imb j_ jo_ jos kau kto
        lde len liz lta mo_ nn oka rde re_ ren rh rio ro_ rts run sc ske spe tan th tio tli ula
        und uss uva vin x y_ zi_ zt Ā а е и о 27 _Bu _Co _Hi _Ki _Le _W _en _es _he _ki _op _Č _Ķ
        Am Co He Le Ne O_ P_ Pol Pro X af all at_ azi bes ct del dni ebr ee ein eis eit epa erb
        ese gen gt h_ he_ hn ia_ ian ica inc it_ ive kt_ ler los mbo mj ndo nel nen nga omu ond ou
        q qu rea reg rze san ssa tad tic tre tti tul ui una urg vn von za_ Č Ķ в к н р с 28 _C_
        _El _Ge _Or _Th _Un _X _ab _av _il _th _vo _za Ame CH_ II_ Ki L_ R_ Th ass au_ ben bre ck
        ebe ega ego egt eir ell eng erg erl ezi f_ her hr ic_ ij_ ill in_ io_ ird isc its iu iza
        kun lic lj lle lli lte nd_ ng_ nka nz oa oe of_ oje omo one ong oo pan ric rla rr rte sel
        sh the tse ua um_ van ve_ zu_ С л т 29 _Fa _H_ _It _Sc _bl _du _et _ha _og _u_ _zo _Ē _Ī
        _Ž _С Ang B_ Ber D_ Ge M_ Sc The X_ ade ann ay bis bit ch_ dem dep ed_ el_ eu ft ger ha_
        hs ht hu iki ile ipi ise iss ič ke_ koj lar lei lka ll_ lla lov mba mei mg mga mun nb nge
        nh nl nna nse oi ove ph pin rd_ rge rli ry sz sze tst tz ue ulu ung urc use uu vat vol či
        Ē Ģ Ī Ņ šk Ž α ο Н_ д у 30 _A_ _Du _I_ _Ģ It RS_ SR_ U_ aa age cia ngs oji rf rj ry_ sei
        sse tt_
        mk: 6 а 7 и о 8 е н т 9 а_ р с 10 в д к л 11 и_ на на_ п 12 _н _на е_ м о_ у ј 13 _п _с ат
        б г з та 14 _в _во _и _о ан ата во во_ ен ија ка ко ни од от от_ ра ск ст т_ та_ те то ч
        ја ја_ 15 _д _е _е_ _и_ _к _од _по _пр _се ва д_ ин ит ите иј ки ки_ ли но од_ по ре ри ро
        се ски те_ ти ц ш 16 _г _ко ал ар ве де ед ел ен_ ер ет ил ина ис ка_ ла ле ме н_ ни_ ов
        ол он ор ос ој пр се_ то_ ува ци 17 _б _з _за _м _р _со _т a e i С ав ад ак ва_ ви го ди
        до ек ем ж за ик ио иот ист л_ ло ма нат не но_ нс нск ска со ста ув ф 18 _М _С _а _го _гр
        _де _ка n o r А К М П аз ани ас ат_ ај би вр гр гра да ден дин дн ес ето за_ зи из или им
        ир ич к_ кат ко_ кој ли_ ми ови ок ом ост ото ој_ па пре р_ ран ри_ ру со_ сто тр х циј шт
        ј_ њ 19 _А _Б _К _Ма _П _би _до _ил _ма _не _ра _ре _ст _ф _ј _ја l s t Б В О Р Т ази аке
        ако ам ан_ ана анс ати ање бил га ги да_ дон др ев едо ени ери ест ив ик_ ика ира иц ке
        кед ла_ мо нит ниј нт об ог оди оп ори оја про рад ред си сл сти стр ти_ чк ѓ јат ње ње_
        20 _В _Г _О _Р _Т _бр _да _др _ед _из _им _ис _л _ме _те _у _ш _шт u Г Д И Ма Н аа аат ава
        али алн ап ар_ ари аст ац аци ач ањ ба бо бр бро вањ вен ви_ вн гл год дел ег еде едн еко
        ел_ еле ело ена ент етс зн зна ид ие ил_ ини иск ици ичк как кио кот кр кт ку лен лн лу м_
        мен мет нај нио нов нос ове одн оз ои ои_ оле они онс пе пи при ра_ рат рет рис риј рн род
        рој рс рск с_ ско сн ст_ ств тан тв тел тер тин тор тра тс ту у_ ур ус ци_ че чки чн што
        јаз 21 _Д _И _Ка _Н _ви _вр _мо _об _ок _оп _ос _па _си _сл _ц _ч c d e_ h m Е Л Мак ад_
        аде ал_ але ао аоѓ ате ато бе бл бли в_ ваа ват вер вет вот вој вув го_ гол дна дни дно
        држ еди ез ели еме еми ено еп ер_ ера ет_ еш еј же жи зик иг ие_ ила има име инс ион ичн
        кит кои кол кон кра лас ле_ лем лик ло_ ма_ ман нал нао нар нас нг нд ник ниц нот нц ова
        ово оде ое озн око оли оло олу он_ ор_ оѓа пер пол пос раз рал рит рм ров рт са сел сп сте
        тав тар тво тен тит тич тн тот тро уг ул фи це чи чка ѓа ѓа_ јан ју ќ 22 _Е _З _Л _На _По
        _То _Ф _Х _кр _пе _ро _та I a_ g p s_ Ј З Ф Х аб аве аме арс ван вод г_ ге до_ ду его ед_
        ии ии_ ин_ ип ита ито ица кан ком лан лед лит лни лов мат мер мин мп му ние ну ов_ ож окр
        она оно ора по_ рав рев рен рик спо тат ук ун уч цио ча чен чни 23 _Ј _му _са A C S an b
        er k n_ y На Ш ае ами анд арт асе вс вск гар ем_ з_ зв зо изв иро ити ков ку_ лно ми_ не_
        нст ода оро осл пар рас рег тет уд хо ции чес ше ши 24 _A _C _I _S _Ц _Ш B M P T al ar en
        f in is o_ on or ri v У Ц ане анц вед вл дс еж жен им_ иту ког нац ног ном ого рос тве тик
        тно уз ут фр 25 _B _M _P _T _o _Џ _У _Ч _ек _от _фр D E G L R at d_ es he i_ ia ic io l_
        la le li m_ na nt on_ r_ ra re st t_ ta te th ti us us_ w y_ Џ Ч ак_ ах гор дит ере ики
        иче лг нт_ ое_ рок сов тис тов фра ход 26 _D _E _G _L _R _a _d _o_ _t _Да _СА _Фр F H I_
        II K N O V as de el er_ es_ he_ ion is_ it j ma nd ne ni ro tio to z α ο ς Д_ б_ дос еск
        иет из_ ипа ит_ их мун нен нцу рез са_ 27 _F _H _K _Ma _N _V _c _e _k _km _m _p _s _th _Ж
        II_ U W X ac al_ am an_ and ati ca ce ch co di ea ed et h_ ha ia_ il ll lo me ng ol om os
        si ter the ur x ι ρ ς_ τ АД АД_ Да Ж СА САД Фр Фра ез_ му_ нав ное роз х_ цу ا 28 _O _U _W
        _i J ae ci da f_ g_ hi id ie of op ou rt se tr ve ν К_ иа
        ml: 6 ് 8 ി 9 ക ത ന ാ ു 10 യ ര 11 ട ന് പ മ ല വ 12 ം ക് ണ ത് ത്ത ന്ന റ സ െ ്_ ്ത 13 ം_ ക്ക
        ച ള ്ക ്ന ്ര 14 _ക _പ ങ ണ് ണ്_ തി ദ പ് സ് ാണ് ില ും_ ുന് െ_ േ ോ ്തി ്യ ർ ൽ 15 _വ _സ ഗ മാ
        ാണ ിൽ_ ുന 17 a e i t 18 n o r 19 h l s 20 c d m p u 21 e_ g s_ 22 _th b er in n_ w y 23 _t
        a_ al an at f on ri t_ th ti 24 _a _o _p A C I M P S ar d_ en es he he_ ht ic ion k l_ la
        m_ nd on_ or r_ ra re te the v y_ 25 _A _C _I _M _P _S _c _h _i _in _of _r _s _w B E T al_
        ati b_ co di ed er_ es_ hu hum ia io is it le li mb na ne ng nt of_ p_ st thu tio tt um x
        26 _B _T _an _b _co _m _ri D G H N R am an_ and as ca ce ch de ea ed_ el ent f_ g_ ha ht_
        i_ ig in_ ing ma me nd_ ng_ ni o_ of om ro si ta ter to ur us us_ w_ 27 _D _E _G _H _In _L
        _N _R _d _e _f _n F L O ac ad c_ ci ct ec em et h_ hi ie il le_ ll lo nc ns ol ou pe se ss
        tr ul ve ا 28 _F _O K Th da id mi no op rt ry ा
        mr: 6 ा 8 र ् 9 त े 10 क न य ल स ह ि ी 11 ं प म व ा_ े_ ्या 12 च द या या_ ी_ ्य 13 _स _ह आ
        ग ज ण श हे_ ु ो ्र 14 _आ _आह _क _प _म _व अ आहे ट त_ त् ध न_ ब र_ रा र् हे ात ार 15 _अ _ज
        _य _या आह क_ का च्य ड ती प्र भ ल_ वा ष स् ां ाच ात_ ील_ ू १ 16 _एक _त _द _न _प् _भा _र _रा
        _हे _१ ए क् ख चे_ च् ता तील ते_ त्र थ ना प् मा य_ ला ला_ ले ळ सा हा ाती ान िक ील ेल ्व ९
        17 _अस _ए _का _ग _च _ब _भ _ल _व_ _श _सं _हा _हो _१९ एक_ चा चा_ ची_ चे ठ ते त्य द् नी_ ने
        भा यां याच यात ये राज री री_ ले_ ल् व_ वि हा_ होत ांच ाज ाल ाव ास ित ून_ ेत ्ट ्त ्रा ० 18
        _कर _के _जा _त् _मह _मा _वि _सा _स् ंग ंच ंत अस इ उ एक कर कार के क्ष ची जा ज् ज्य ध्य नि
        ने_ न् पा फ भार मध रत रि रे र्व ली ली_ लेल ल्य वर ष् स_ सं ही_ हो ाचे ाच् ाम ार_ ारत ार्
        िक_ िय ून ेश ्य_ ्ये ्वा ्ह १९ २ 19 _इ _उ _कि ता_ ती_ ना_ म_ म् रिक ान_ ि_ िन िया िल ै ्र_
        ्रि 20 _पर _सम का_ कि ति था पर मे रा_ र्य सम से स्ट हर ाद िका ुन ें ो_ ्रे 21 की की_ को रक
        रका वार से_ ाक ाली ित_ ्द ्न ्रक 22 _को _ने गर टे यो ाश 23 _मे ँ पत पत् ह_ ्टे 24 _से काश
        छ मा_ ் 25 _छ के_ में शन सक हु ै_ ों 26 _इस _औ _पत _यो ं_ इस औ पर_ पाल शन_ सम् ियो ेप க ா
        ி 27 а ا यस த ம ர ்_ 三
        ne: 7 ा 8 क र ् 9 न ि ो 10 त प म स 11 को_ य ल ह ा_ े ो_ 12 _प का को द व ी ु ्र 13 _स ए ग ज
        प्र भ मा मा_ । 14 _क _प् _भ _य _ह का_ छ त् त्र न् प् ब र_ र् श ार िक िका ी_ ्य ्रि ।_ 15
        _न _पत _म _यो _र _हो अ एक एको क_ च ट थ ध न_ ने पत पत् पा यो यो_ रका रा रि रिक ष ाक ाको ाल
        ्रक 16 _अ _ए _एक _का _ग _ज _द _ने _ब _भए _मा _व _सम ं उ एक_ कार काश ख छ।_ ड ण त_ नेप पाल
        भएक य_ रक ला वा स् हुन हो हो। ान ार् ि_ ुन ू े_ ेपा ै ो। ो।_ ्त ्व 17 _गर _छ _त _भा _यस
        _र_ _रा _वि _हु _। _।_ ँ काक क् गर छ। ति द् ना नि ने_ न्छ न्द भए भा म् यस यसक या रा_ ल_
        ली_ ले ले_ वि सको सम सा हु ाद ाम ाली ाश िक_ ित ित_ िन िय िल ुन् ेप ्छ ्द ्य_ ० २ 18 _उ _छ।
        _थि _ल _श _सं _सा _स् आ इ क्ष ठ ता था म_ म्प राज री री_ र्य ली ल् वार सं सक सम् हर हा ाज
        ार_ ास ियो ्छ। ्न ्या ्वा १ 19 _आ _को _च _पर _१ त्य फ रत रे ला_ शन_ स_ ात ान_ ै_ ्ट ्र_
        ्रा ९ 20 _मह चा जा ता_ ध्य ना_ नी_ पर र्व वर शन ष् ेत ेश 21 _के _त् _१९ ंग कि की_ के ज् ती
        भार या_ व_ हे ेल ्रे १९ 22 _अस _इ _कि _जा _हा ं_ कर की ज्य ती_ मध मे से ारत ाव िया 23 _से
        अस ही_ ात_ ील 24 _कर _मे _या च् टे ये ल्य ह_ ां ाच ्ये 25 _यह _हे ची ते यह यात स्ट 26 ंच औ
        ते_ हा_ 27 _औ ंत इस ाती ्ह 28 ून
        nl: 5 e 7 n 8 a i r t 9 d o s 10 e_ en l n_ 11 en_ g m t_ u 12 _d _de an c de er h k p s_
        v 13 _e _i _v an_ b de_ ee een in te 14 _ee _in _is _va aa el et et_ ge in_ is is_ j on r_
        st va van w 15 _en _ge _h _he ar at ch d_ er_ f he het ie la me nd nt or re ri se z 16 _D
        _De _a _b _g _m _o _s _t _w D al be di em eme ent es ie_ ij it l_ le li ne ns oo oor ra ro
        se_ te_ ui 17 _A _H _S _be _p _ui A B C De De_ H S a_ aan aat and ans der ed eel el_ ers
        g_ ing it_ k_ ma men na nde ng nt_ nte ond rd rs sc sch ste ta ti ts uit ve y 18 _B _C _M
        _di _k _ma _me _op _pl _st _te _u _vo _wa F L M N P aar ak am as as_ at_ ats cht dee den
        eg ei erd est gem gen ha ic ig ijk il io ke laa lan lt_ m_ maa mee nd_ ng_ ni nse o_ oe ol
        om op or_ p_ pe pla rs_ rt ss sta tel ten ter to tr ts_ ur us ver vo wa we wo 19 _F _Fr _G
        _He _L _N _P _R _T _do _l _n _on _r _re _ve _we _z E G I R T V aak ac ad akt al_ art ber
        che da die dis do ds ede eer egi ek elt end ens ep ere eri es_ ev gi he_ hi ho ht i_ id
        ij_ inw io_ isc ist jk ka kt kt_ le_ lij ll lo ls lt mer ner nge nwo on_ one op_ ord ot ou
        pa pl pr ran rd_ rde reg ren rl ron sse str taa tie tu un vi voo was wer won y_ zi 20 _Am
        _Co _E _I _K _Ma _Ne _O _V _W _aa _al _c _da _na _pr _to _wo _zi Fr Fra He Het J K O W ag
        ali ant ap ar_ ari ati ba bes bi ce ch_ ci ct doo eb ec eld ele eli erl eve f_ ge_ gel gio
        h_ ia ich ijn ik iss j_ jk_ jn ken ld len lle ls_ met mi ndi nds ne_ no ns_ nw of of_ os
        ov par per pro re_ rg ric rij rik rk rr rt_ rte ru si sp st_ tem th tri us_ ze 21 _Be _J
        _Z _ar _bi _f _j _of Am Ame Co Ne Ned Z aal ach ad_ ai ale als am_ ang arr ate au bo br
        cha chi co ct_ dat dep dt_ ef ege eid eke els epa erk eu ez ga geb ger ges ht_ ict id_ ien
        ier ige ika ili ill ind ion ir its ië ië_ jn_ kaa ke_ ki ko ld_ lie mb mo na_ naa nc nen
        nn nne od og ok ont ort ot_ ove po raa rie rla rli rn rro sem sen so stu tse tuu ty_ ul um
        uu uur ven vin wi wor x zie zij é ë 22 _Ba _Du _Gr _Ha _Hi _In _La _Mi _Po _St _co _ja _ka
        _la _no _oo _zo Be Cou Dui aam af all alt ame ani are ast bij bru bu ca ce_ cie del ds_
        dse dt ea ebr ech ed_ ein ek_ ell ene era erg ern ert erv ete ezi fe gev gez gro gs hap
        hee hei hoo ia_ iek ijd im inc ine ite ja je jke ks lde lig lu mbe nci nie nis nk nst oc
        om_ ong ost oun pi ppe rdt ri_ roe rst sa spe tad the tij tio tot tra tt tus ty ud uid unt
        ur_ url uss ut uw val vol waa wee zo ë_ 23 _An _Ge _Ja _Le _Me _Sp _Th _Ve _We _Wi _af _an
        _ei _ha _km _ko _le _mi _pa _pe _po _sc _se _vi _wi Du Gr Ha Hij St U ab ade age ana ap_
        ass av chr ck com cti din du ee_ eef eft eh eil eur ew eze fa ft ft_ go gt gt_ hr hte hu
        iaa ica ied ies iet il_ ina ire jd kan km² kte lei ler lis lli lst me_ min mm m²_ ngs nti
        nto nty ob oen oet oi oli ook oud ouw ow rb res rg_ rge rui sh sk su tan tat tis tor tre
        tro tte tw twe u_ ua uar uc um_ urg ust vl vla voe w_ za ² 24 _Da _Di _It _Na _Pr _Re _Sc
        _Si _U _au _ke _ri _ro _so _th _ti An Ge Ja Le Sta Th Ve We Wi ae ae_ ain anc ann ara ay
        ban cen con cu dd ect ei_ em_ enb erb ero esc ese ess ett euw fo for gan her hri ian ila
        ini ise ita ity je_ ju kk kse ku kun la_ las les li_ lla lm mme mu m² nb nce ni_ nsc och
        ode og_ ons our ra_ rei rsc rz sel sie son ta_ tei tic tig tst ue und ve_ vie wij ²_ 25
        _Au _Bu _Ta _el _er _hu _ku _mu _ni _s_ _si _su _ta _tr _zu Ber Da Di I_ It Pr Re Sc Sch
        Si The Ver af_ ak_ ala au_ b_ ben c_ ca_ cia da_ dan des ebo eit eng erw esi esp ey ff gaa
        geh ib ida iel isi iu ive iz ka_ ki_ ks_ kto lic ly ma_ mei nda ndo nh nl no_ oa oed ol_
        ols omm onn ono os_ pan por q rch rh ry ry_ th_ tl to_ war z_ zu á én ö ü 26 _El _Er _Ki
        _Or _Y _ca _du _e_ _et _ki _ne _ou _sa _za Au C_ II II_ Lan Ta Wil Y ah ama ano apa ata
        ato ay_ az bis bre car eis gl hen hn hre ici ije ikk im_ ir_ itt jo lai ll_ lte mis nch
        nel nga nia nz od_ out own ph qu rea rf rio rn_ ro_ rom shi ski ssa ted tes teu thu tsc
        uch uk un_ use wat wit ym zan è ó ô а и о 27 _Fa _II _Un _bl _ch _fo _ga _lo _é A_ Er Ki
        S_ aad ada ais aj aks att ces co_ dh di_ do_ ebe eci ego eth fen hum ico iem ile isa ish
        kw kwa lar lip lo_ los mie mit nna ny ny_ ois ola ou_ que rts ré sei sh_ ske spi tai twi
        tz ue_ ula usi uv ux v_ vat von wn wn_ ws ya yn yr zet ä é_ í е н р 一 28 V_ aw fu kh né oz
        sg sz yc ye
        no: 6 e 7 r 8 a i n s t 9 l o 10 d g k 11 en er er_ m r_ 12 _e e_ en_ f n_ p t_ u v 13 _i
        _i_ _s an b de et et_ i_ te 14 _er _f _o _og el g_ h in le ne or re sk st y ø 15 _a _b _d
        _de _en a_ ar d_ es ge is j ke li m_ me nd ng og og_ om om_ s_ se ti ve å 16 _S _av _fo _k
        _m _me _p _so _t _v S al and av av_ den ed fo for il ing k_ l_ la ll ne_ nn ns on ra re_
        ri sk_ so som ter un v_ 17 _et _h _l _på _ti D ar_ at c de_ der ed_ ell ere ger ig ik isk
        ka ke_ ko lan le_ ler lig lle nde ng_ ni nt ol or_ på_ ro rs rt si ste ta te_ til tt va
        ver å_ 18 _A _B _D _De _M _bl _g _ha _ko _n _st _u _va A B C F H K M N T am as be del det
        ek els ene ens ent es_ est ett ha id il_ ist it je ls ma mm na nd_ nge nne no nsk omm ord
        pe pr på ra_ rd ren ru sen ske st_ sta ten to tr tte us var vi ør 19 _C _F _H _K _L _N _T
        _be _el _in _no _pr _r _se _ve De E G L P R ad ag all an_ ang ans da di dt_ eg ei em eri
        ers ert ge_ gen he ia ie ige jo kk kt lo lt men mer mme nen ner nte o_ on_ ov rk rt_ sa
        sjo sp ss tet ts tt_ und ur ut y_ 20 _E _G _I _O _P _R _St _V _an _by _ka _la _re _sa _un
        I O V ak al_ ale ann ap art ate ba br by ds dt ele end ete fe ga gi gs ho ia_ ikk ill in_
        io ir kan ki ks ld len lt_ mi mu mun ns_ nse nt_ od ok one op ort os ot ove pa pi po pro
        ran rde res rg rik rn rte se_ ska str tor tre tu ty ul une æ 21 _Co _Ha _J _Ma _da _ma _op
        _si _te _tr _vi J St U alt ant ati att ber bi bru ede el_ eli elt eng ep erk ern ev fa ft
        ien ika ina ine ion ite itt ive ken ku ll_ met mo na_ ngs nis nk nst ons ou p_ per rd_ rge
        rl rr rst sse tat tis tra uk um unn ven vin w z 22 _Be _He _La _U _Ve _W _al _ar _he _j
        _ki _km _le _mi _na Co Ha W af age ali ame ani are ari ass at_ au ban bo bu ch dal dd dis
        do du ea eb ef era erd erg ese esi eve gan gel het hi hu ic im ind is_ ise kt_ kte las lde
        les lli lu ly mb min nds nel nl ny of ong oun par pl por ppe rb reg rie run sel sh sko son
        spi su tan ted tem th tl tri ty_ us_ van vn ye yr yt 23 _An _Ba _Da _Fr _Gr _In _Ki _Me
        _Mi _am _at _di _ga _gj _ku _mu _ne _of _pa _pe _po _ta _to Be Cou He OL_ Ve ab ac ad_ ade
        aft ai akt ala ana ara as_ ast bes by_ ca ck da_ dan ege egi ei_ eid ess gj gl h_ hen ian
        id_ ie_ ier ili ini ir_ ire ita ja lie lis lm lst mbe me_ nb ndi nty ob ode oli ot_ pin
        pla rf rli rom ron rs_ ry san ski ta_ tad tel tli to_ tro ts_ tst u_ ua ud ue um_ unt use
        uss ust vo x yd yn 24 _I_ _Ja _Le _Na _Ne _Po _Pr _Re _Si _Th _bi _c _gi _pi _pl _ro A_ An
        Ber Da Fr Gr I_ Ki L_ Sta ae am_ ap_ ato bei ce co des ds_ dus ee eh ein eld em_ eme erl
        f_ ff fu fy go gt gt_ he_ her ib iel iet iss ju ka_ kun la_ ld_ lla lo_ lte nc nda ndo nia
        nti oc oe ond ont os_ pan rea rg_ rh rla rn_ rts spe stl tas tes tig tik tio ur_ usi va_
        val ve_ ya ya_ ä 25 _Au _Bu _Di _Ge _Sp _Ta _Un _Wi _Y _ad _au _ca _ei _fu _hu _ja _lo _ol
        _Ø Fra Ja Le Ne Pr Re SA_ Si Th The Y Z als ama apa arr ata ay ben bis bre ca_ ce_ che ci
        dem din ec eis erv eu ey ft_ ges gio ich ida ile isa isi je_ kat kse kto li_ ma_ mas mis
        nh ni_ nto nyi oen of_ oka ols ono oo ost ri_ rio sc sem sie stu tei th_ the ti_ tse uar
        ui un_ ung vat wa ym yr_ Ø é ö а о 26 _Am _El _Fa _Hi _Or _Sc _We _X _Z _do _eg _ge _jo
        _ri _vo Au De_ Di Ge Lan MW_ S_ Ta Wi X ach ae_ ah ai_ ain ak_ aks anc ano ats b_ c_ ch_
        cke ct dar dat di_ die dn dni dy ebr eke epa erb ero esp ew fen ga_ hei hr ica im_ io_ its
        ity iu kas kh ks_ ksi lar lj lov ls_ lta ly_ nga no_ nsa oa our ow ph q rei ric ro_ ry_
        shi ssa sst tie tti urg uts w_ yi á än_ ån е и н 三 27 _Q _is _su _th _Å Am C_ Pro Q Sc V_
        W_ We aa ada aga aj ay_ az cha chi co_ dh ebe een gy ha_ ies ii ish it_ j_ ji km² lei lje
        los lä m²_ nce nj nna od_ oi ol_ ola sa_ sch sha tta tun tus uc ud_ ue_ uf vol we z_ ² Å à
        än í ü в к л р с 之 28 M_ ao cu hn ht hy ij m² qu sg wi za ²_ ó
        pa: 7 ਾ 9 ਦ ਰ ਸ ਿ 10 _ਦ ਕ ਨ ਲ ਹ ੀ ੇ 11 ਂ ਤ ਵ ੰ 12 _ਦੇ _ਵ _ਸ _ਹ । ਂ_ ਇ ਗ ਜ ਦਾ_ ਦੇ_ ਪ ਬ ਮ ਾ_
        ੀ_ ੁ ੇ_ ੈ ੱ 13 _ਇ _ਦਿ _ਵਿ _ਸਾ _ਹੈ ਅ ਆ ਚ ਦਾ ਦਿਨ ਦੇ ਨ_ ਲ_ ਸਾਲ ਾਂ ਾਂ_ ਾਲ ਾਲ_ ਿਨ_ ੋ 14 _ਕ _ਦਾ
        ।_ ਰ_ ਸਾ 15 e 16 a i n t 17 o r 18 h l m s 19 c d u 20 _। _।_ e_ g p s_ 21 _a _t _th er f
        in n_ th the y 22 _am a_ an b d_ he he_ on w 23 _i _in _o _of A C I M P S T am at en er_
        ic in_ ion m_ nd of_ on_ r_ ri t_ te ti u_ um y_ 24 _A _C _I _In _M _P _S _p _s _w B L N O
        al al_ and ar ed ed_ el es es_ f_ ing io is it k l_ me mu nd_ ng nt of om or re ro st tio
        um_ v 25 _B _N _O _T _an _c _co _f F G H R an_ as at_ ce co de di ea en_ ent g_ h_ hi ia
        ia_ is_ la le li na ne ng_ ni ol si ta ter tr ve 26 _Co _G _H _L _R _Th _a_ _b _d _m _s_ D
        E W as_ ati ce_ ch da ers ha hum i_ ie ig il ine iu ld ld_ ll mer nc nce ndi ne_ ns nte o_
        ra re_ rs rt ry ry_ se str ted thu to ur x 27 _D _E _F _Ma _W _e _h _is _r Th U ac ad ai
        am_ b_ be c_ ca com ct cti ec et fo for ho ht ht_ hu ic_ j k_ lo ly ma mb mi ns_ ons os ou
        pe pi rd rs_ st_ ty_ ua un ut z 28 Co L_ ab ck cs ee ei em ev ge go id ir ow po pr sh ts
        ty us wa wo ym
        pl: 7 a i 8 e o 9 n r w 10 c k s t y z 11 a_ d ie l m p u 12 _w _w_ e_ g j 13 _p h i_ ie_
        ni w_ ł 14 _po an b ch ki na na_ nie o_ ow po st wi y_ ó ą 15 _s _z ar ch_ cz ej er ia m_
        mi od on ra ro rz sk ski wie ze ę ś 16 _P _d _k _n _na _o _pr _r P S ac ci dz ec eg ego
        ej_ en go_ h_ ia_ in j_ ka ko li ne ny ol or rze ta to u_ wa wo yc z_ za zy ż 17 _S _g _i
        _i_ _m _t _z_ ad al as at ce ce_ cie do dzi el em es f go ic iec iej im im_ je ka_ ki_ kie
        kim la le min nia no ny_ os owa owi pr prz re si sta sz t_ te ty wy ych zn ów ów_ ło 18 _M
        _Po _W _a _c _do _gm _j _je _l _mi _od _ro _si _wi _wo _wy _za A B C G K M W ach aj am ani
        aw ał ca_ cj cy czn d_ da dn dni ed ek ew gmi ini io is ię ją jąc k_ ls ma mie n_ ne_ ok
        ols om oł oś pa pow poł r_ ry s_ sc tr tw ur wan we woj zi ą_ ąc ła ń ści 19 _A _B _C _K
        _N _R _b _cz _ko _st _u D I L N Pol R T ają ak any ast az ca cji ck cki cze de do_ dzt eci
        em_ est et ewó ez gi gm ho icz iel ier ii_ ina ist ię_ ja jew ji_ kow kt ku ku_ lo lu me
        mo nt nyc ob oc odz oj oje op owe owy oło ośc oż ożo pi ri rs ru rzy sce się str ter tu
        twi wa_ wn ws wód ym ym_ zie zo ztw ód ódz ę_ łoż ńsk śc żon 20 _D _F _G _L _Ma _O _T _Z
        _ma _ni _pa _re _te _to F H J O Z ana art bi cy_ da_ du dy ent eś ga ich id ieg iem ieś ii
        ik ion it ji ko_ nc nd nej od_ og oli ost ot owo oz pod pro ran rn rt sa ska so sp st_ ste
        ta_ tan to_ ud uj us wó yn zt zw zy_ ć ńs żo 21 _E _H _I _J _Mi _St _a_ _de _f _kt _la _pi
        _we E ada ali ame anc and ara at_ ata b_ ba be bo br bu by co ech ek_ en_ ep er_ era ero
        g_ ha he ied ien il iu ja_ je_ jed jn l_ la_ lan lic men mu ng nk oi on_ one par pe pie
        ra_ ry_ se sie sko sze ti tor tra um un ur_ ut v war yt yw za_ 22 _Ba _Fr _Na _Pr _U _Wi
        _an _by _e _h _in _ja _ka _pl _sz _tr _zw Fra St U V Wi ab ad_ ag ale an_ ang ap ato au
        az_ c_ cha dan den di egi ele ers erw es_ ge gio hi ian ida ies ika in_ ir iz ks le_ ll
        ng_ ni_ nis nn no_ ns omo pl pla rd reg rg rk ron sa_ sch tro ty_ uc uk ul um_ yd zu 23
        _Gr _Ja _Re _al _as _bi _ch _da _ga _le _me _o_ _op _ta _wa Fr I_ Pr Sta X af ai akt al_
        ala ano ant ari as_ ate che cia de_ dep du_ ea ei el_ eli epa ere eri ern fo for ga_ gan
        ica ick id_ iek ig ing isk ity jo ju_ kan len li_ lis mer nci nt_ nte och of ono or_ ort
        por re_ ren res su szt tem toi uch ust wor zan 24 _An _Be _Co _Ha _He _In _La _Le _Me _Si
        _V _W_ _am _ar _no _sa _se _so _zo _Ś C_ GC_ Gr II II_ Ja Re W_ aci ade ain ak_ ber by_
        cen chi chn ct cu der ds eb ede els ene esi esp et_ eu fa fe gen gl he_ hn hr ib iet ij
        ill imi ine is_ ite jd ju kat lar las ma_ mb met nd_ nst oka ont ou own p_ per rom ss tat
        te_ th urg us_ wat wyd x zi_ Ś 25 _Au _Bu _Da _De _II _Ta _Th _We _X _ad _au _be _co _el
        _fo _im _ki _km _ku _mu _of _pe A_ An Be Co GC Ha He Le S_ Si ado am_ ama ans ar_ are ati
        cio có dar dem ef ega ell erg ert eze f_ gro iad iki ili inc isa ita iza ke kto kw ld les
        lip liz lle lt mis muj nce nde ndi ner nge nka nne nto nty ode ola ons ord os_ rb rch rg_
        rl rst rt_ san sen spi stu tel ten tio tl tt tun ue ula ve vi wer yn_ yr zio zu_ é Ł 26
        _Am _Di _Ge _Hi _Ki _NG _Ne _Or _Sc _Sp _Un _di _du _ge _gw _ha _he _is _kw _lo _r_ _su _Ł
        Am Au Da De G_ NGC Pro Ta Th The We ae aga aka all ann av bez ces chr co_ dal die dos ed_
        ee ein eme end ens erb ezi fu gw ha_ her hu ic_ ici ict ind io_ ito ió kaz ksi ler lli lm
        mas nda ndo oa of_ om_ omu oo pan rd_ rea rie ro_ rr rte run sh si_ sk_ son spe the tre
        tri ts ua und une va zur а о 27 _Du _I_ _PG _ca _cy _fu _og _on _th _zi _Ż Di Ge Ki NG Ne
        P_ PGC Sc Sch Sie V_ X_ Y ae_ ah ay dd del ect egu esa ev ey gel ht hy ire isi kte ld_ lka
        ll_ lla me_ mit mm mun nb nna ns_ ond onn ov ph rf ric rla se_ tad tz ui upa ver wed wu yf
        á ü Ż е и к н р 28 B_ Du L_ M_ O_ PG VI oe uw ö
        pt: 6 a 7 e o 8 d i r s 9 m n t 10 a_ c e_ l o_ u 11 _d _de de de_ 12 p s_ 13 _e da do do_
        g 14 _a _c _co _p _u _um ad an b co da_ en er es f h m_ ma nt or os os_ ra re te um v é 15
        _da _n _s _é_ al ar as as_ com ent ia in ma_ na no om on ri ro st ta uma ã ão_ 16 _do _e_
        _f _no _o _se _é A C ado al_ ca ci em em_ es_ ia_ ic id ida is it l_ li me na_ nd no_ nte
        po r_ ra_ se te_ ti to to_ tr um_ ão ç é_ í 17 _A _C _P _S _a_ _em _es _m _na _po _pr _r
        _re E M P S ade am ant at ce dad di ei el ha ica io ir ist k la le lo men nc ni ns om_ or_
        pa pe pr q qu ro_ rt si ue un z á ção 18 _E _M _di _fo _h _ha _o_ _pa _pe _qu _t B O ab
        ada ai ame ca_ con dos eg eir ens est hab i_ il io_ is_ ita mi mo ndo nto ol ou par por
        que ran sa se_ so ss sta ste str ta_ ter tra tu u_ ue_ ul ur ve x çã ó 19 _B _Es _F _L _O
        _R _b _ca _i _in _k _km _l _ma _q D F G I L N R T ac ali and ano ara art ati aç açã bi bit
        br cen cia cid co_ den ea ec egi end er_ et fo foi gi ico im ina ito iza ião j km² la_ min
        mo_ mu mun m²_ n_ nce nci nde ne nh oc oi oi_ ort ou_ per pro rea reg res sa_ su tad tan
        ten tes ua ui und ut va vi y ² 20 _A_ _Co _D _G _I _J _Ma _N _O_ _Po _T _an _as _g _lo _ou
        _su _te _v _ár A_ Es Est J U V ais anc ar_ ast ba cal ces ch das des ea_ ed egu ep era eri
        esa ga ge giã go ha_ he ho ido ie ig ini ion iro iz iã liz lo_ mb m² nda ng nis od omo omu
        ont op ov pi re_ ric rr rte sc sp tic tor tri tro una us va_ ver za zad ²_ ár áre ê 21 _Ba
        _H _Re _U _V _ad _at _en _me _mu _si _tr Co H O_ aci ag am_ ana ap ari au av b_ be bo can
        cio cu dep dis du eci epa esp ess eu ev fa fe for ho_ ian ici inc ll mer og on_ ond ons ot
        qui rd rg rio rn ru sen so_ t_ tem ula vo w ú 22 _al _am _fu _j _mi _so Re W ama anç ao_
        are ass car cie d_ der el_ ele ere ern ero ers ert esc ese esi go_ hi ie_ il_ ile ili ind
        ing lan le_ lei lic lm lt lu me_ ndi ne_ nia nst nti nç nça ob ost rei ren rs tre ui_ us_
        y_ â õ 23 _An _Be _De _Di _Fr _Gr _In _Ja _K _La _Le _Me _Mi _Pr _Un _W _ar _au _el _la
        _ta _to _ve _vi _à _à_ De K Pr ae age ala ale an_ ani ao ata ate ato ber bu ce_ cha ct eb
        ede eit en_ ete eve ez fu g_ ga_ gen iad ib ill ine ire ive ja ju lar las les lis los mas
        mei ner ns_ nse ode of ola ord out ove pan pl rb rie sic ssa tas tel th uc ud ven z_ ze à
        á_ ân éc ér éri ên ô 24 _Am _Ge _Ha _Na _Si _UA _Ve _ch _cu _du _ga _ge _jo _le _ro An Be
        Di Fr Fra Gr Ja Le UA_ ae_ ain ang ans arr az ban bre che dir ebo ect ef ein ell gem gl h_
        he_ ien im_ in_ ir_ iss ite jo k_ ld lle met ng_ oa ol_ oli one ova pod rde rom ron rro
        son spe sse til tá té uit ul_ ust ve_ vol à_ 25 _Au _Da _El _Fa _He _Ne _Or _St _Ta _Th
        _ab _er _im _ja _ne _of _pl _sa _ti _vo _É _É_ Am C_ Ge Ha I_ Pol Si UA Ve X ach af alt
        apa ay c_ chi ck del dem ee ega eis ej eli eme ene erg erv et_ eze gan ge_ ger her hu ila
        isc iu ja_ je ki len lla lta lá mit nd_ nge nn nt_ oe ois ono our pla rd_ rge rl sce sed
        sem sh tig tio tt té_ unt urg val xa za_ zi É É_ ál íc ón ôn 26 _Bu _Hi _Sc _Wi _X _Z _be
        _bi _et _il _oc _on _pi _ri _th _un _va _Á Au Da He II II_ Ne Pro Q S_ St Ta Th The Ver Y
        Z aga all alá ch_ dan din ego ei_ erd ey f_ gio hum ibu ich ier imi isa ka ke ki_ lig ll_
        lli ls mba mis nch nne ná oa_ ong oo ow p_ ph pin rg_ rs_ rt_ ry ry_ ré sk spi stu tei the
        tis tl uar usi uss var wa zo Á ás ét 27 _NG _Q _Y _av _op GC_ Lan NGC Sc Wi ah ai_ aj ak
        aus bo_ cti dal ds dé hei ht iai ied ies ige ise ld_ ler ly mbo nen nga ni_ nj nsa ny ny_
        né ní of_ oj oje rf ri_ rk san sel st_ sur tai tat th_ ts tul tus ur_ use van w_ wi ya yr
        él én és ód ü 28 D_ E_ GC NG P_ T_ V_ ew ik ko mm nk nz oz ty uj uv ux è
        ro: 7 a e i 8 n r t 9 l o u 10 c d e_ s 11 a_ m p 12 _d i_ n_ ă 13 _a _c _de de in l_ re
        ri st te ă_ 14 _p _s _în al an ar at b de_ er es f g or t_ te_ ul v î ş ţ 15 _di _e _î ca
        di ea en est h ia ic ie it le ni nt on ra re_ ste ta ti u_ ul_ un z în în_ 16 _a_ _es _f
        _l _m _o _u _un _ş _şi are ce co cu din ea_ el ia_ ie_ il in_ la le_ li lo lu ma me ne om
        pe pr r_ ro tr tu ur şi şi_ ţi 17 _A _C _S _al _ca _co _fo _la _o_ _pe _pr _r A C M S al_
        at_ ate ci ec ei ei_ ent eri ii ii_ is lui mi na nd o_ ol or_ ru s_ se to tă tă_ ui ui_
        un_ â 18 _B _M _P _R _cu _i _ma _n _re _se _t B P R ac ani as au aţi car că d_ ele em et
        fo im io ist ita iu la_ mu nc oa oc os pa po rea rt sa sc si st_ tat ter tor tul ulu um ut
        ân 19 _E _I _T _in _po _sa _su D E F G I L T ad ai ale ali am an_ ap art au_ aţ br c_ ca_
        ce_ com con ct da du ep ez gi ica ile j k m_ mb men ne_ nia no ns nte op ost pro ri_ rie
        se_ str su tic tre us ve vi x y 20 _D _F _G _L _Ma _N _an _b _g _pa _si _st _v N ai_ ar_
        ari ati ba bi ch do ed eg era ere fe ga ge hi ic_ ici id ili ine ion ir iz lt mo na_ nd_
        ng nt_ od ot ov par per pi ra_ ran ric sta tra ua uc ud une va zi 21 _Co _H _O _Re _U _V
        _ar _au _j _lo _me _ro _te _tr Co H O U V ame and ant ara ast av az aş bu cal ces chi cia
        ect egi el_ er_ ers ev fa for he ian ig ina inc ind ini it_ ite ito iza ju lan lic mit mun
        nci nde ni_ nie og oi oli omu on_ ons rd rg rn rom rs rte so sp ta_ tan tel tri ula w za
        ze 22 _J _St _Un _da _do _ge _le _mi _mu _no _sc _ve J K Re W ab af ag ans ato be bo can
        da_ dat den der des en_ ene ern es_ esc eu g_ ha ier iin imb ing ire lie ll me_ mer min
        nce nst nti ob of ond ord ort ou pan pl por reg res rio tem ti_ unt us_ ver vin vo y_ 23
        _An _Ba _Bu _De _In _K _Mi _Po _Pr _W _ad _af _am _as _av _du _n_ _na _so _ti _vi _Î A_ Pr
        St ada aj ala alt ana anc ata b_ bru cen cti dis eb eci ef eme eze fu gen ger gl he_ ib
        imi is_ ive k_ lar ld lis liz lte ma_ nda ndi ner nis one ono ont p_ rb rd_ rei rl ron spe
        stu th tro uar uit um_ una ust v_ va_ ven z_ Î 24 _A_ _Be _Di _Es _Fr _Ge _Ha _La _Me _Na
        _Ne _Si _Sp _el _en _h _im _ne _oc _pi _pl _to _va _z An Be De Est Fr Ge I_ Sta ade ae apa
        ber che cie ct_ dar dus eas ech ede ee ega eli ese et_ ete ezi f_ gan go h_ ho ict ien il_
        ise iş les lm los mba met nel ng_ om_ os_ ova oz pla ren rla sa_ sem son ss ten tie til ue
        und uv vol zo 25 _Am _Au _Da _El _Gr _He _Ja _Le _Or _Sc _Th _at _bi _ch _er _fu _is _k
        _of _op _ri _s_ _th _vo Au Da Di Es Fra Gr Ha Ne Reg Si Th X Z aci ain ang as_ cc ck del
        dep ebr ege ell end eng ens ero ert erv esa esi esp eve ge_ hu ich ico iec iet ill isc j_
        jo las len lt_ lta nge nn ns_ nsa ode oi_ ol_ ola ove pat pie ro_ rt_ rui sch sur tei tio
        tl tt ud_ ung use val van var ve_ wa za_ zi_ ân_ 26 _Du _Fa _Ve _Wi _X _Z _et _km _nă Am
        Ame Du He II_ Ja La_ Le Pro S_ Sc The Ve Y ad_ ae_ ah ak all am_ ama ano ay azi cha dem
        die dir eh em_ erg eur ey ga_ hn hr ht ht_ hum ibu id_ ida iem ies ila im_ io_ ipi isi ja
        ka ke ki lei ler li_ ll_ lle mis nch nen nga no_ nse nto nz od_ oe of_ omo oo ot_ rg_ rge
        rh rk rr rs_ ry ry_ sel sen sh si_ the thu tii tis to_ uma ur_ urg usi vat vie vu zu á é
        ăm Ș а и о 27 _O_ _Ta _We _Y _ab _ga _jo _ni _ta _w _zi _zo _Ș Ang C_ O_ Ta V_ Wi X_ ach
        aga age ann ax ban bit ch_ co_ dal do_ du_ ed_ eil ein epa erb ess ew gel hei her hi_ ih
        ij ik je ld_ lig lla lli ls mas mei mie ndo nk nl op_ ov_ ow ph q rde rf sie sk tes th_
        tig tot ts ty upa w_ xa ü е н р 28 _Hi _I_ _It _Ki _be _d_ _em _ha _Ț B_ Ber D_ E_ El_ It
        M_ N_ P_ Pol R_ Sch We ado ass aus ay_ bis bre cid cio dan det ds ds_ ear ebu ee_ ego egu
        eis ek erd erl fan ft gio gli ha_ hen iel ir_ iro ki_ ko lip lo_ lov ly mbo mm nj nne ny
        och ok ong ou_ oun our pin qu rch rn_ run rz san sce sed shi sic spi sse tte tun ty_ uf uj
        urc ux war we wi ya Ț в к л с 29 _B_ _C_ _Er _Il _Ph _Q _S_ _az _ei _i_ _ja _l_ _on _um
        _wa De_ F_ Ki L_ Q T_ UA_ Wil aa arr ben bir di_ eid ej ett eut fen ff ft_ go_ het ige isa
        iss ji ka_ ke_ ks mbe nb ny_ oet og_ ohn out pag sei ssa tad tai tas ted ts_ ue_ zan zei
        zie í ó ö ο т ا 30 _e_ _iz _ol Er G_ IX_ Ver anz aw ick ity ly_ nsc rli rst sh_ ski tw wo
        ye
        ru: 7 о 8 а е и н 9 р с т 10 в к л 11 д м п 12 г й у я 13 _в _п а_ б з и_ й_ ст ы ь я_ 14
        _в_ _и _с ан в_ е_ ен ко на ни но о_ ов ра ро ск х ч 15 _н _о _пр го ер ж ли ль м_ ны од
        ой_ ор ос по ре ри та те то ц 16 _г _д _и_ _к _м _на _по _р ал ар ат ая_ ва ве во го_ ел
        ени ес ет ии_ ий ий_ ин ис ит ия_ ка ки ле ме на_ ог ого ой ол ом он ост пр ски ско т_ ти
        ф х_ ш ю 17 _С _го _ко _ра _со _т С ав ани ас ая да де ди ед ем ие ие_ из ии ик ил им ия
        к_ ла ло льн ма ми н_ не нн ный ов_ ом_ от про со ста ств тв тор тр ци че щ ы_ ый_ ых_ ь_
        18 _К _П _а _б _из _об a e i o ́ А В К М П аз ак аль ам аст бо ван ви год да_ до ев ей ек
        ель енн еск ест же за ист их_ ич иче кий кой ля мо ние ния нны но_ ной нс нск нт ных об
        ова ое ок оро пе пол ров ру с_ се си сс сти сто стр ся ся_ та_ тел у_ чес ый ых ьн э 19 _А
        _Б _В _М _Р _во _де _з _за _ка _ме _не _от _пе _с_ _се _ст _у _ф _ч n r t Б Г Н Р ад али
        бр ва_ вн вы га ги гр д_ дн ег ей_ ент ере ет_ етс ив или ир ите их иц йс йск ка_ ког ком
        кт л_ лен ли_ ля_ мен ми_ ная нно нов ног нос ода оди ое_ оло оль она ото па пер пре при
        р_ ра_ раз ран ред рн род са ска сл сп сть тер ти_ тн тра тс тся ть ть_ хо ча ые_ ьно ю_ ё
        20 _Г _Д _Н _О _вы _до _ис _л _ма _ос _ре _ро _те _э l s Д И Л О Т ай анн анс ап ате ах ац
        аци бл вен вер вл вс гор гра ден дин дит ду ду_ ез еле ем_ ера ери жен з_ зв зи зо из_ ийс
        ика ина ио ион кая ки_ ких ков кот кр ла_ лов ль_ му нд не_ ник ном ны_ ове ово од_ одн ож
        оз оп ори от_ пи по_ рав рас рат рс рт ры ря спо сси сте тав тан тве тво тро ту ул ур ус
        фи ход це час чи ще ые ьны 21 _И _Ка _Л _Ма _По _Т _Ф _гр _дл _е _ил _мо _му _од _ок _си
        _та _я I c d h u Ф аб авл ае ает ак_ ами ан_ ана анд арт ати ах_ ач бе бы вля во_ вод вр
        вск г_ ге дел дно др дс его еде еди ее_ еж еме ен_ ер_ жи зн иа иг ид ик_ им_ ин_ ини инс
        ип иро ит_ ита ици кан ке кол кон ку лас лит лу ма_ ман мер мин мп нал нг нии ниц ное нц
        ные ным ня ови ои оли он_ ор_ осс пос рал рит рм рос ря_ сн сов тат тич тно то_ тов ты уг
        уд ун уч ции чен чн ше ши щи ым ым_ ющ ят 22 _В_ _На _др _им _кр _па _сл _ц _ш S e_ m З Ма
        У Х Ш Э ал_ аме ари арс ат_ ата ато ба би ват вед вет гл ели ело ена еп за_ зна изв ики
        име ито ица как ко_ кра ле_ лик ло_ мат мет му_ нар нас нен ни_ ний нст ну оде окр оле они
        оно ора осл пар рев рег ри_ рик рис рск са_ сел ст_ тет уз ук ут цио ция ьс 23 _S _З _У _Х
        _Э _ви _вр _да _оп _са _шт A C M P T X er g n_ p s_ y В_ Е На Ч ако але ане анц бли до_
        едн ено има ипа ити лан лед мун нь око онс пал рад рез рен рия рта сь тар те_ тик тин цип
        шт ща яв 24 _A _C _I _M _Е _Фр _Ч _Ш _Я _бр _фр B D I_ R V a_ an b f in k on t_ СР_ СС Я
        ава аде ази асе дна дни едо еко еми ето ил_ ила ира иск ичн ку_ лем лн нат нит них нт_ нь_
        ня_ озн олу ому рет рок там тен фр ъ 25 _B _D _P _T _X _Да _Ж _СС _СШ _То _Ц _Ю _би _г_
        _ед E F G H II II_ L N O al ar at d_ en er_ es he ic l_ on_ or r_ te ti v w y_ А_ Ж Р_ СР
        ССР США Фр Фра Ц ША_ Ю аве ад_ бъ гол дж дос ел_ ень еш иту кат ну_ се_ тит ту_ фра ьк ько
        ят_ 26 _E _F _G _H _L _N _R _Th _W W es_ he_ io ion is le nd ng nt o_ ra re ri ro st ta th
        x Да Нас С_ ССС СШ ША ар_ б_ ви_ дон ез_ нац нцу ою тис цу цуз 27 _II _Ma _O _V _t _у_ K
        Th The U X_ al_ am ch de el et g_ i_ ia il it la li ll m_ me na ne ni of ol om tio to ve z
        ай_ бил бро гар лг пед роз со_ ув чк 28 _a _o C_ Co S_ VI ac as c_ ce ea ec f_ h_ ie k_ ma
        ns os ou ur us К_ О_
        sk: 7 a e o 8 n 9 i r s t v 10 k l 11 a_ c d h j m p u 12 e_ z á 13 _p _s _v b o_ ov y ý
        14 _a _j _je _pr ch en je je_ na st to u_ v_ é í č 15 _a_ _k _n _na _o _po _v_ an ch_ ej_
        er g i_ ie ko m_ na_ ne om or po pr ra re ri ro sk y_ ú š ž 16 _d _m _r _t _z al at ed ej
        f h_ ho ho_ ia ic ie_ in j_ la le lo me ni no od ok ol om_ os ov_ te ti tor tr va ve vo á_
        ý_ ých 17 _kt _ro S ad aj ale ar as av bo ci ck de dn do el es ia_ ick ka ka_ kt kto ku
        ku_ li mi ne_ ná ný ný_ ob on ost ova s_ ta é_ ľ 18 _M _P _S _al _b _h _me _sa M P ak am
        ani bo_ d_ di eb ebo em est et is it k_ ke ko_ ky_ ký l_ leb lov ma mo n_ nej nie ns nsk
        nt ná_ né né_ ot ou ou_ ove r_ sa sa_ sta str to_ van vi vý ého í_ ó ýc ť 19 _A _B _do _f
        _ko _ne _od _st _z_ _za _č A B J K N T V ac ast be ce da ec ek ens ent ik il ký_ la_ men
        mer ny ny_ oc oj oz pa ran rie rn ru se sko so sp t_ ti_ va_ ven vn z_ za zn 20 _C _H _J
        _K _N _Po _R _T _V _c _i _l _ma _re _s_ _te _to _u _ve _vo _š C D H L R ali ate ati az ca_
        ce_ de_ den dz eh ele er_ eri ev ez ha ist ja jed ké lo_ mu nia ní och od_ ol_ op pe pi pl
        pod pro ra_ re_ res si ske ta_ ter tic tra tro tu tá uj um ur us ver x zi zo zá ál ár ô či
        ži 21 _D _G _I _L _Ma _Pr _de _e _in _ja _ka _km _pl _se _tr E F G I O ach ade ah ame ap
        ba bi br bu by c_ ca cia cie co da_ du eme en_ ene ep era ern ero gi he hr hu ich id ina
        ine io ite iz ké_ lan las le_ len lu lá nc nd ng nk nn ola ren ri_ ric rom rs ré ska ské
        ste tre tri ty ud ul un us_ ut w ych za_ ze án ä ši 22 _E _F _O _St _Z _an _ch _di _g _le
        _mi _ni _pa _so _zo Z ab ad_ al_ an_ ann ans ant ari au ber cke do_ ds dy dzi ede el_ es_
        eve fo for ga ge hi hl há ica iek iel ier ies im ir iu ič ke_ li_ mb met mie min nci ní_
        ode of og oje oli on_ or_ pin pla rg rt ry ry_ se_ su tan te_ ten tie ty_ té um_ val vat
        ve_ vie vin yc íc ím_ 23 _Ba _Me _Mi _Na _Ne _U _V_ _am _au _no _o_ _pe _ri _si _ta _vi Pr
        St U V_ W aci ada ag akt ala ana anc and ang ano ara art ato by_ cen cha che dan del die
        din du_ ea ech eg eli ere ers ese ete fe g_ hy iad ian ied ien ig ii_ ika il_ ili inc ing
        ion is_ ita ji jo ju lic lie ll lt ly ma_ me_ nen ner no_ nte nti nto nyc omo ono per por
        pou rch rd rk ron stu tat tel tem tik tis ts uk ust var vl vä ym yt zi_ ás ón Č 24 _An _Be
        _Co _Fr _In _Ja _Le _Sp _Ta _Ve _W _ar _as _be _bi _fo _hu _ku _la _op _ti _um _Č _Š A_ Ne
        ado ai ak_ am_ ar_ are as_ at_ b_ ces chi der dis dos ed_ ek_ em_ erv et_ eu gan gen gl go
        ha_ he_ hn ib ici iem iet ii ij iku ila in_ ini isk ito ja_ jin jn kat ki les lis los ls
        ly_ nka nne nt_ ont p_ par pat sc si_ spe th tl uc uch vla vu yn zu zy ér ét Š šk 25 _Da
        _De _Ge _Gr _Ha _He _La _Re _Th _at _by _da _el _fu _ge _lo _mu _su _va An Be Co I_ Ja Le
        Ve af ama ata bez bre cio cu ef egi ei esi f_ fa fu gli ill ind ity ive ió ión iš kan ld
        liz lm mbe mun nce nd_ ng_ ni_ nis nst oka one ons ort os_ ow pan rb reg rik rst rz sch
        sel sen sie so_ ss st_ tio tt té_ vol yd ym_ yr áb ód čk ša 26 _Am _Au _Bu _Di _Or _Si _Wi
        _ab _en _he _ke _oc _of _pi _sc _th C_ Da De Fr Fra Gr Ha He II_ O_ Re S_ SA_ Sta Ta Th
        The ae ae_ ahr any av_ ax az_ ban ben bu_ chl chn chr chu com ct dal dat ebe ebr eci ee
        ell els end epa erg ert esa esp eur her ht ida ih imi iro it_ ji_ ki_ kt_ lle lli mä nda
        nde ndi ndo nge nz of_ oi oj_ omu ond oo pie rd_ rea rge rio rl ro_ san ski son spi ted
        tli uv wa wi én éri ón_ Ž а 27 _Fa _Sc _bl _du _ga _ha _un _Ž Am D_ Di Ge P_ Pro Si Wi aka
        alá ao ay dep dni eke ew ey eze fy gm gy im_ isc its ju_ km² ler mit m²_ oa oe oji ord owi
        ph rf rh rr rs_ rt_ sed sh tad tas ua ue ui w_ yh zan ² ä_ éc е и о 28 Au R_ Sc ft jk mm
        m² tz we ²_
        sl: 7 a e i o 8 n 9 j l r s 10 a_ k t v 11 d e_ m p u 12 i_ je je_ o_ z 13 _p _s b g na 14
        _i _j _je _k _n _v an c en h in ki ki_ na_ ni ov ra sk st č š 15 _d _na _o _po al ar el er
        ij ja ka ko li lo me n_ ne no od po pr re ri se ta v_ ve 16 _in _ki _m _pr _v_ _z S at av
        da ed em et h_ ik in_ ja_ ka_ ke ko_ la le lj m_ no_ or os ro te ti to va ž 17 _S _r _se
        _t ad aj as d_ de di eg em_ es f ga ga_ ih ih_ il im is iz ma ne_ ni_ nj ns nsk ob ol on
        pa r_ ski t_ ta_ u_ vi vo za šk 18 _M _P _a _b _g _iz _l _me _u _za A M P ada ali ani bi
        ci da_ dn do ega ek elj ev go ic ija ije ir it ji jo jo_ ju k_ ke_ l_ la_ lje lov mo nij
        od_ ok om ost ot ove pod s_ ske sko so sta tr ven vn 19 _A _B _K _L _V _bi _de _ko _le _so
        B H K L R V ak am anj ans be ce ens er_ est ez ina ist ič iš j_ ji_ li_ lo_ mi nje nt og
        oj oli op ov_ ova pe pi ran rn rs ru se_ sp ter ti_ tu ur z_ za_ či 20 _C _D _F _G _H _N
        _R _T _al _do _e _f _im _ka _ma _ne _od _pa _re _st _te _ve _vo _š C D F G I J N O T ab ah
        an_ ast ate ati az bo ca ca_ del di_ eb ed_ ej eli en_ ep eri gi ho ica ijo ika ila ju_ ku
        le_ ma_ men nc oz por ri_ rj rt sa sel si ska so_ str tan to_ ud ul us va_ van y zi zn 21
        _I _J _Ma _O _Po _Z _da _di _en _s_ _z_ _č Z ac ag al_ ala ana anc ano ap ar_ ari ba br c_
        ec ede ele ene ent ge gl ha id ig il_ ine io kat kt mer mu nd nst om_ ot_ pan pl pro ra_
        reg rk st_ ste tem uj un upa val ver vl ze zo ži 22 _E _Le _Pr _Re _St _Ve _c _ga _h _la
        _pe _si _ta _tr E Pr Ve aci ame ara art ato b_ ber ce_ co dan de_ din dir dni du egi eh
        ek_ el_ era es_ eve g_ ia ici iki im_ ini ita ite jn lan las lij lu mb me_ met ng of oka
        on_ par rd rg rij seb sed te_ tel tor tra tri tro ust ve_ vin á ši 23 _Na _U _an _ja _no
        _pi _pl _ri _ro _to _vi Le Re St U ah_ aka ale and ant as_ ch dat den do_ ds du_ eme ere
        ern ero ese et_ ete f_ he hi ib ie ij_ ili imi ion isa lic ll ls lt mo_ nk nte oc ono ons
        or_ per pin re_ ren rom ron rst tik tis tre ts ua uar um var w y_ é Š ša 24 _An _Ba _Be
        _Co _Fr _Gr _In _Ja _Me _Mi _as _av _du _jo _mi _ni _nj _op _sa _va _Š _Ž Be Fr Fra Sta W
        ade als ang are at_ ata au azi ben bu dal dar dep ea epa ezi fa fe fo gan gen go_ ii iro
        is_ ito ive iza kan ks ku_ len les lis mbe min nce nci nej ner nt_ nti ode of_ og_ oi oje
        omo ou pla rb res ric rik ro_ rz sa_ sem su tat tet tl uk us_ ut zij zu í ó čk Ž 25 _De
        _Ha _La _Ne _Si _Sp _V_ _W _am _ar _be _el _ge _ji _ti _Č A_ An Co Gr Ha Ja Ne Pol S_ V_
        ad_ ado af aha ai ak_ am_ ama av_ bes ces co_ des ef ego ei ej_ ers esa for ge_ hr ing isk
        jez jin kto lah lm lte ndi nis nn nto oji ola ort rl san si_ ss ten th tic una uv x zan Č
        а 26 _Am _Da _Di _Du _Fa _Ge _He _Ta _Un _bl _km _lo _o_ Da De He Si Ta ae aga akt ban bo_
        bre cen che cia ck dem der dos ebe ebr ell end erg erk ert eu eze he_ hn ia_ ian ic_ ico
        ile ill ind io_ ir_ ire kim lar liz nd_ nda ng_ nka oj_ one ont oo ord os_ p_ rh rie rr
        rt_ sc son spe tio tli tt uc ue ula um_ vu ú ć и о 27 _Bu _It _Ki _Or _Th _Wi _fo _he _is
        _ke _ku _ol _su _um _un Am Ame Ber C_ DA_ Di Du Ge I_ Pro Wi ain ann ats az_ bir bit bru
        cio cu dd dis ebu ein ey fan gli her hu ich id_ ida ido ie_ ige iku inc ise it_ ld ler lig
        lka lle lli mit nde ndo nen nge nz ol_ ols omu rd_ rea rio ry ry_ rze sen sh stl tes tij
        til ui ur_ urg usi vat vla vol von zad zi_ ár šan в е н р 28 _Au _C_ _Hi _Sc _a_ _at _fu
        _gi _mu _of _og Ang It Ki O_ P_ Reg SS_ Sc Th ae_ age all ay bij ch_ cha ct eci ee eke esi
        fu gel ger gro ha_ ht ien ier isc isi its iu jed kaz ksi kt_ ll_ lla los mas mis mun nne
        ns_ ny oa oe ond ow ph q rde rg_ rge rte sch stu sz th_ the und án è én ö ü к л 29 _A_ _El
        _Er _Y _ab _d_ _et _n_ _oc _th Au D_ II_ K_ L_ M_ Sch The Wil X Y ach aks alt ao apa arr
        ass bu_ car chi cs dse dz ear ebo ege els erv ess ett ew ft gy hen hl hri jd jk kas ld_
        lst lta ly mba mbo mm nsa odd ong op_ our pat qu rei rla rs_ sic som sse tas ted toi tot
        tus uma un_ use w_ wa wi ya zt zu_ ä ô ́ α ο с т у 30 _S_ _X _ad E_ cc erb erl imb iss nel
        nh ny_ ohn rf tte ul_ we ér ê
        so: 4 a 8 i o 9 a_ d e 10 aa h k l n r s u y 11 b g m w 12 _w _wa ad an da ka o_ oo t wa x
        13 _a _d _k aa_ ada al ar ay ay_ ee ha ka_ la ma n_ u_ 14 _ka _m aal aan ah aha an_ ax axa
        c d_ da_ e_ ga ii iy oo_ wax y_ ya 15 _dh _i _ma _s A ab ag ala ba dh i_ in is na q ra sa
        ta uu waa xa yo_ 16 _ah _b _da _iy _ku _l _o _oo _u S aad aga ali am ana ara as di ey f
        ga_ gaa id iya iyo j ku ku_ li maa na_ r_ sh xaa yo 17 _M _S _ay _c _e _ee _g _h _la _so
        _t D M aar ad_ ah_ ama bi ca dan dha ed ee_ h_ ha_ hay hi ig ii_ il in_ ir l_ laa le lka
        lo mi nka om qa ri si so ta_ uu_ ya_ yaa 18 _A _C _D _Ma _aa _ca _ga _ha _j _mi _q _sa _ta
        _u_ _y _ya B C G I W ac ar_ bad bo de do ed_ el er he la_ liy nk nt ob ol or re s_ san sha
        taa ti ur yn 19 _B _G _W _in _is _ji _lo _n _si E H K L N al_ ari aya be dad du eel eer eg
        en go ho id_ ida iin ila im isa ji ki le_ lo_ ma_ me naa ni on raa rk st to ul un we yi 20
        _Ba _H _I _J _K _am _bi _de _le _sh _wu J O R T X aam af ale ame and are at aw b_ dal dhe
        doo een er_ hee ik ish ko lah li_ nd no od og ow ro rt sa_ te ud ux ye yn_ 21 _N _X _di _f
        _ko _no _r _we Q U Y ade ado ani ant art as_ bu dd do_ el_ en_ es f_ fa gan ge gm hab hu
        ib ic ih il_ ina ir_ is_ isk ist kaa kh lan lay ll m_ mee mo mu nd_ ne os p re_ rs se shi
        si_ sk sta su to_ um una us uur wu ا ل ي 22 _Da _Ja _L _Q _R _T _ad _be _il _ja _je _me
        _mu _na _ti A_ F Ja ak ano ban bo_ ca_ ce ci co dar dee dir dis eb ega era g_ gi ho_ hoo
        ia ika ili ja je kan lla mo_ ni_ no_ od_ of ol_ ola on_ ra_ ran ri_ ro_ ru se_ ska so_ som
        tii uma war wi م 23 _De _F _Ha _Hi _In _Ta _af _cu _do _du _ge _ki _ni _wi _ا _ال AA Da De
        EE aat aj am_ ata ati c_ car di_ du_ ec eh ell fu gt hd ia_ ido it ke lu ly mb ne_ ng ns
        nti ny nya of_ or_ rd rik t_ ter tu ud_ ul_ ur_ ut w_ yd ال د ر 24 _Be _Bu _Di _E _It _Mi
        _Na _O _U _Y _ab _ar _as _he _re _su AD ADA AL AN DA HA Ha KA LA MA O_ Ta ans ast bis br
        cal can ch co_ cu din ek ele em ere eri go_ he_ hi_ ica ind isi jo kas lig lle lm mba nte
        oor ot qu rg rn tan th ti_ tic ula un_ unt uw uwa v wan wee yd_ ب ع ن 25 _Fa _Ge _Ki _La
        _MA _Si _WA _al _an _co _og _qu _se _to AH ALA AR AX Be DA_ Di E_ It N_ P WA aak af_ ai
        aka all any ate ato cs ddi de_ der ede eli es_ et ft gs ill im_ imi io ion iro ise ita k_
        kto kun kuu kuw lal las ld lis ls may me_ min nb ndi nsa oc ort rb run ry sh_ tr tuu uk
        wa_ was wo z ة ح د_ س ش و 26 _Am _DH _Du _IY _KA _Ne _P _Re _St _Wi _im _jo _kh _km _ne
        _of _p _th _ع AAL AHA AN_ Am D_ EEL EEY GA Ge H_ IY IYO Ki LE MAD OO R_ S_ SA Si WAX Wi XA
        Y_ YO_ aci aft cy den dn ea ego ern fe fo hn ic_ ici ij ine ing iq ire jo_ ju kt mas nis
        nl nn nto ok ont os_ ost rge ric rl rla rr sc ss ste tad te_ the tio uc uf uf_ use yan ة_
        مد ن_ ي_ 27 _CA _Co _DE _Er _Th _We _fo _fu _ke _ro _te _um _un _wo _ب _م AB AM AS AXA AXE
        AY AY_ CA Co DH Du EGM EL EY Er GM I_ IN KA_ KAL LA_ NA Ne Re St Sta TA The V We XE XEE YO
        Z age ang ann at_ ber bir che com dy egt ei ers esa gl her hy ian ige ini mbe mis ng_ nna
        ons pa pr rs_ rte ry_ tig tri uj usi ux_ uy أ ري ف ق ه 28 _Z AG BA C_ DE DU EG IS NK RA SH
        Th U_ UU az ct ht nc op ua ve م_
        sq: 7 e i 8 a n r t ë 9 s 10 e_ h m o ë_ 11 d j k l p u 12 _n i_ sh të të_ 13 _e_ _t _të
        a_ g it në në_ sht t_ v 14 _d _e _m _në _p _s an ar b dh et f he ht in n_ q r_ ri te ti ër
        ës 15 _dh _i _i_ _k _sh c dhe en er he_ htë is it_ je li me nd or për ra re s_ ve z ësh 16
        _me _nj _pë _v _ës S al at es et_ ik im in_ jë jë_ me_ mi ni nj një on pë si ta ur ve_ y
        ës_ 17 _K _S _a _f _g _l _më _ng _q _r _si _ë A K ar_ as di ga ga_ gj il imi ish ja ka ko
        ku la ll ma më më_ ng nga pa re_ ro rë st së së_ te_ tet to tu ua uar ur_ ën ër_ 18 _A _M
        _P _b _gj _ka _ko _pa _pr _që _te _ve _vi B M P anë ci de ek el en_ end eri hi hte hë ia
        ist j_ ke kë le m_ na ne nt o_ or_ os pr që_ ra_ ri_ rë_ se se_ shk si_ tor tr vi ën_ 19
        _B _j _ja _ku _ma D F G I L N R T ad aj ak am an_ ani ara at_ ati ba do ed em ent es_ ev
        eve ha het hu ia_ ind io ion ir je_ ji k_ ka_ ke_ kt l_ lo mb min mit ndi ne_ ol om on_ pe
        po rr rt ru sa so ta_ th ti_ u_ ul un 20 _D _F _G _L _Ma _N _R _T _c _de _di _h _is _o _pe
        _po _u E H V ale ali are ari as_ av d_ da di_ eg ej h_ ht_ ika ill im_ iz ja_ jo kan li_
        lli lu mo mu ni_ no nte nti od ot ov par per pi pro ran rs ter tik tri ue um us ut zi ç 21
        _E _H _I _V _an _ar _re _se _tr _u_ _z C J akt all and ap art ast az be bi bo br der du
        ele ep er_ era ers esi ete ez fa fo for ho ian id ij ila ili ine ita ite ith ju ki la_ le_
        men met mun nc nd_ nde ndo nis og oj ok ont op rd reg rg rik rk ry sa_ sh_ sha shi sta str
        tra uk und va ven ver y_ yr 22 _Ba _C _J _Pr _em _fo _fu _in _la _mi _mu _ne _st _th _ti O
        U af al_ ana ant ate ato ca dis ej_ eth fe fu g_ go ha_ hen hum ic ie ig ij_ ina ini ive
        jo_ ks ku_ lis ll_ lla mer na_ nda nen nje ns oli rb ren res ron ste su tat tij ud x ye yt
        za zo 23 _An _Be _De _Me _Mi _O _Po _Re _U _Z _at _do _du _ga _je _ki _sa Pr Q Z ab ac aci
        ag ah ai ame ang ano arr ata au ban bu ce cio det ea el_ eli ell eme esa ese ft gan her ih
        iku iu jn kat ken kim ksi kto lan lar len lt mba ob of oi oi_ one ort por rf rj rt_ sk son
        st_ tan tem the tre tro ty uf uj w ze 24 _Di _Fr _Gr _Ha _In _Le _Q _Si _St _am _as _bi
        _da _el _ha _he _le _ro _so _ta _va _Ç An Be De Re W X ak_ ala anc bre ca_ ch cia da_ dar
        de_ den din do_ dy ec ego eh ene ere ern est eu ge gl hi_ hr ib iq is_ isa ito iza jed kte
        las lj lm ma_ mis mj ng_ nk nt_ nto oc omu ono os_ ova oz p_ pl qu rij rn rs_ rte sp stu
        ten tes th_ to_ ust var vo z_ zu Ç Ë 25 _Am _Au _Bu _Da _Fa _Ja _La _Na _Ne _Ta _Th _Un
        _Ve _W _X _ad _af _au _et _km _lo _mj _na _no _pi _pl _qu _ri _su _to _vo A_ Di Fr Fra Gr
        Ha I_ Le Si St ade ai_ ama ans azi ber co dal des ef egu ei ek_ em_ erb ero f_ gi hap ici
        ie_ ier iki ing isi ji_ jin kun ler les liz lje lle mbe nce ner nia nst oka ons pan rio rl
        ro_ rom sen ss sur tel tio tis un_ us_ va_ val za_ 26 _Co _Du _El _He _Hi _Ki _Sp _al _be
        _en _es _hu _ke _ni _za _Ë Am Ame Au BA_ Da He Ja Ne Pro Sta Ta Th The Ve ada am_ anj apa
        b_ c_ ck dem dha dos eb eci ede erg ert eze ezi gli hy ica ije il_ ile io_ ipi ir_ ire ise
        jas ko_ ky_ lig ls mas nci no_ oj_ oje ola ord ost ot_ ou ove pat pin pla rd_ rea rg_ rie
        spe thu ts uc ula usi v_ zet zi_ α ο ア 27 _It _Wi _Y _a_ _ca _jo _of _zo BA Ber Co Du E_
        Ki Y aft aka aks alt ay bis ce_ ces dan dat del ega ens hn hs ich iel ien ija iro kas kt_
        ld lic ly nge nie nn ny oa ode oe of_ ol_ omo ond oo qa san ske sse tas til tt tul ui uma
        una urg vin vl zan zy アア アアア 28 C_ II It Wi ae ds ew rh sc uv w_ wa ym yn
        sv: 7 a e r 8 i n s t 9 d l o 10 k m 11 g n_ r_ v 12 en en_ er f h p u ä 13 _s a_ an ar b
        c de t_ ö 14 _a _e _f _i _i_ d_ e_ er_ et i_ in s_ sk st te är_ å 15 _d _de _en _fö _m _o
        _oc _ä _är S ar_ at ch ch_ el et_ ka la ll m_ nd ng ns oc och om om_ or ra re ri ta ti tt
        y är 16 _S _av _k _p _so _t _v ad al am an_ and av av_ de_ den es fö för g_ ge h_ il ing
        is j k_ l_ le li me na on so som ter tt_ va ve ör 17 _b _h _me _ti _va A ade are be da ed
        ens ig ik ill ka_ lan ll_ ma nde ne ng_ ni nsk nt ol on_ re_ ro rs se sk_ ska sta to un v_
        var öd 18 _A _B _H _M _et _g _in _l _n _på _r _st _u B C D H K L M T ans as att ber ck dd_
        der ed_ ell em era eri es_ ett föd ga gen ha id ie io ion isk it ke ko kt na_ nd_ nge pe
        på_ ra_ rn rt sa si ss ta_ ten til tr us ven ver vi än å_ ån ödd ör_ 19 _C _D _De _F _G _K
        _L _P _T _an _be _ha _ko _ma _vi E F G I N P R V ad_ ag as_ ati dd del des det di ds ent
        ern ers he ist kan ler lig lla lle lo ls mer mi mm nn no ns_ ot pr på ran rd rg rik rk ru
        sp st_ ste str tio ts und ur ut x 20 _E _Ha _I _J _Ma _N _R _St _V _at _el _j _ka _pr _re
        _se _si _un De J all ap ari art at_ ba bo br ce ek el_ els est fa fo ger gi gs ho ia ic
        ien ika in_ kt_ la_ lar ld lm lt lä mb mbe men mo nds ner nte o_ omm one or_ ord ort os pa
        po ren rl rs_ sen son spe tad te_ tis tor tra tta ul um vä w y_ 21 _U _fo _no _po _sa _tr
        Ha O St U W ak al_ ale ali ame ann ant ara ast ate bi bu da_ dan do ds_ eb ec ef eg ep erg
        ete fe for ft ga_ ge_ id_ ige ir itt ja ju ki ks len mu nda nen nga ngs nis nna nne nst
        nt_ od of og ok oli ons op ov p_ per pro rb res ri_ rie rr rst rt_ tan tat tet ts_ tte tu
        ty ud us_ ust z 22 _An _Be _Co _Fr _He _O _W _al _am _ar _bi _bl _c _ge _he _la _mi _na
        _ta ac age akt ala am_ ani au ban ci cke ea ele end erk ess ev gel go gt_ het hi hu ia_
        il_ im ina ind is_ ite ive je ken kte ku las le_ lis lj lt_ lu met min mun ne_ nk nl ob ou
        par pl rd_ rde reg rg_ run ry sh sko sä tem th tik tri tä ua uar um_ ung van yr 23 _Ba _Da
        _Gr _In _La _Me _Mi _Ne _Th _da _di _hu _ja _mu _of _pa _ri _te _ve A_ An Be Co Fr He ab
        af ai alt ana ang ass ats bes bru by dad dar dis dn dni du ebr ede eft ege ei ert f_ gan
        gl gt he_ hö ian ick ier ine ini iss it_ ita j_ jo jä ke_ kh kto kä lde li_ lli lst ly ma_
        mme mä ndi ni_ nie nse nti ode ola ont ot_ ove pi pla ppe rf rn_ ron rte sa_ se_ ski sse
        stä ti_ tl tre tro uk un_ ur_ usi uv val vin yd än_ ös 24 _Ge _Ja _Le _Na _Po _Pr _Re _Si
        _US _Wi _au _by _do _ku _le _ol _pe _ro _to Da Gr I_ Ne SA_ Sta Th The USA aga aj apa arr
        ata ato ca cen che co dat dem din ee egi eli em_ eme ene eng erl esi esp ey ff ft_ ges her
        ib ida ie_ iet ili isa ise kat kö ld_ les lie lje ls_ nc nel ny of_ og_ ond ong os_ ost
        pan por rge sc sed ske ssa su tel tes the tig tti ty_ u_ ue va_ vu yn yt Ö é 25 _Bu _Di
        _El _Er _Fa _I_ _Ki _Sc _Sp _Ta _Un _Y _eg _ga _gi _km _pl _s_ _th _Ö Ber Fra Ge Ja Le Pr
        Re SA Si US Wi Y ah ama ay b_ ben by_ ce_ cha cia ebo eh elt erb ere erv ese eu eve ew fu
        gli hör ich iel io_ ire kun mas mis nb nce ndo nh nsa nto oa od_ ono oo oun our ow pin rea
        rh ric rj rla rli ro_ rom ry_ san sch stu tas th_ tie tli uc unn unt urg use vat ve_ vl vo
        w_ wa ya yc ym 26 _Am _Au _Hi _Or _TV _Ve _We _Z _ad _fu _is _jo _ki _kö _ne _y C_ Cou De_
        Di Er Ki S_ Sc Sch TV_ Ta V_ Wil Z ach ae ain aka als anc ano ap_ bis c_ ca_ cie ct dal
        das die dy ein ero fy gio ha_ hen hr ic_ ica ici ila ile ish isi iu ja_ je_ kas lic los
        lta lte mit nj nty oi ph q rio sel shi sie thu to_ tse tun ui uts we z_ Å 27 _e_ _ke _lo
        _su _Å Am Au B_ F_ II K_ M_ Pro TV Ve We X ada af_ aft ax ay_ az bre chi cu dt ea_ eci edd
        eis ej enb gj hl hn hri ht hum ies ir_ ity iz ks_ me_ nia no_ ny_ oe ohn oka ol_ ols op_
        rts sg sst tic tst une vn wi xa ya_ za ü а и о 一 28 D_ P_ aa aw dh gy hy ii mg oj qu yf zi
        én
        sw: 5 a 6 i 7 a_ 8 n 9 k o u w 10 e i_ l m t wa 11 _w _wa h ka s wa_ y 12 _k _m an j ka_
        ni ni_ o_ r ya_ 13 _ka _n _y _ya at b d ik ika kat li na na_ ya z 14 _M _ni K M ak aka ata
        ati f g il in ji la p ta u_ wak 15 _K _i _la _mw am ani ar c e_ en hi ia ia_ ili ina is ku
        la_ ti tik 16 _a _h _il _ku _l _mj _na al ali apa azi ch ha hu ish ji_ kaz ki ma mb mji mu
        mw mwa ng ny pa ri sa sa_ sh shi ta_ za zi zi_ 17 _Ki _Kw _Ma _T _Ta _W _hu _j _ji _ma _mu
        _s _se A Kwa T W ai ana any anz ao ao_ ap as ay aya az ba bu bu_ di ens fa fan hi_ ib ibu
        ila im ini iy iyo jib jin ko koa lay liy mj mo mo_ muj nd nia ns nsa nyi nz nza oa_ ofa
        pat ra se sen si tao uji um un v wan wap yik yo yof 18 _A _Mk _Wi _al _in _ki _kw _nc _u
        Ki Kw Mk Mko N S Ta Tan U Wi Wil ais ari chi di_ er ha_ hio hum iki iku imb io io_ kan kuw
        kwa li_ ma_ mba mi nch oa of on re to uj umo us uu_ uwa wai yi za_ zan 19 _B _J _N _S _U
        _ch _t B C I J P ab ad ama and ara are bo bo_ cha da ek em ga he ing it iwa ja ke ke_ ki_
        kw le mbo me n_ nc ndi ne or ra_ ri_ s_ ti_ ul ut uu uw ye 20 _C _D _I _P _am _c _ha _mi
        _p _ta _un _z _za D H L R aa aj ang bi da_ de el es ez fu ga_ ge gi go id ir ja_ kuu nga
        nya ois ok oka ol om pi rik ro ru sha si_ st te tu ua una ur usi we wi 21 _H _L _R _au _b
        _pi _v _vi F G V ac ag ah ala an_ au au_ aw be d_ do et go_ ic ig ij isi ita iz ko_ le_ lo
        nda nde ne_ nge no no_ nt oi oj ot po r_ t_ to_ uk ung vi y_ yo_ 22 _Ba _F _G _Ja _Mi _V
        _d _f _wi E O ach af aha de_ ea ea_ ehe ele ene eng ere eri ew gan ger ho ian ich ida ii
        ind ion isa je l_ lan lu on_ ong os pan ran sk th uma und zo 23 _An _De _E _Ha _Me _Na _Ne
        _O _an _e _pa _r _sa Ha Ja ada ae ai_ ale ame ano ans ar_ ato ban che chu du ed eg eh ei
        end ep er_ es_ ey fo ge_ h_ he_ ie ii_ ine is_ ist iza ju k_ ll m_ mas me_ men ndo nis ob
        od og op pe rn ro_ rt san ska so su tan te_ uar uf ula upa us_ yan 24 _Be _Bu _Co _Da _Hi
        _Si _Un _Y _en _si _zi An De Ne Y Z aa_ aan ain am_ dad dh dis do_ eb ege ei_ eli ent era
        ers for g_ gw ho_ ih in_ iu kt kun lic lis liz lo_ maa mbe nd_ ng_ nj nn nti ola oli ond
        ou ov rd rs sem ss tem ter tr tw uc uch ud ui ve wat x 25 _Am _In _St _Th _Z _du _o _sh
        _th _um _we Be Co Da I_ Si aad ado ae_ al_ anj ant art as_ av br ca ce co dan dha din ebr
        eke el_ eme en_ esa ese est ev her iin ile ill ipi ito kas kim kto lai len lip lm mer mit
        mm oo ost ove oz p_ pin pr re_ rg rk son sta tai tat ten tor ts tt tun ue ulu uo va vu w_
        war ze 一 26 _Au _Fr _Ge _Gr _He _Il _It _La _Le _Po _Re _We _as _at _bi _de _el _fu _g _je
        _le _me _pe _ri _te _to Am Ge II II_ St Th aam aar aga age ass ate ber bis bru ce_ ci ck
        ec ee ef ell ett eu ezi f_ gen hab hen imi iro ite ku_ lli met min nne nt_ nte oc oji omo
        os_ ow rd_ ry ry_ sp ssa ste str taa tel the thu tio ts_ use ust uv vin was zu zw ا 27 _Di
        _Fa _II _Pr _da _es _he _im _ja _km _ko _ng _nj _of Ame Au Di Fr Gr He It Le Re The We aal
        all anc ann ast b_ c_ ch_ dar del der ed_ ee_ epa ert ete fe hap ht ica ija ije ire ks laa
        ld les ll_ lla lle ls lt ns_ of_ one op_ or_ ort rea ren ric rl ron rr rt_ sc sko so_ st_
        th_ tis tl ty ty_ wo z_ é и ل 28 K_ Pr ej gl hn jo kh ly nk ph rb vo а
        ta: 5 ் 8 க த ி ு 9 ப ம ்_ 10 ட ர ல ா 11 ன ம்_ ய ள வ ை 12 ச ந ன் ம் ற ு_ ும் ்க ்த ்ப 13
        _ப _ம இ கு க் க்க து து_ த் த்த ப் ப்ப ல் ல்_ ில ும 14 _இ _க _த அ கள ட் ட்ட ண தி ந்த ன்_
        ரு ர் ிய ில் ்ட 17 a e 18 i n o r t 19 l s 20 h m u 21 c d p 22 e_ g y 23 C al an b er n_
        on s_ 24 A I M P S T a_ ar at f in k l_ la or r_ ra ri t_ th ti v 25 _A _C _M _P _S _T _t
        _th D al_ am d_ en es he i_ ic io ion is m_ na nd ng nt on_ re st te tio ur w y_ 26 _B _I
        _a _c _o _of _p B E H L N R am_ ati de di er_ es_ ha he_ ia it le li ma ne ni of_ ol ro ta
        um x 27 _D _E _F _G _H _K _L _N _R _r _s F G K O V W ac ad ai an_ and as ca ce ch co ct da
        ea ed el et f_ g_ h_ hi hu ig il ing ll lo mb me mi ng_ o_ of om pa si ter the thu to tr
        tt us ve 28 _d _m ap b_ ec em ga ge ht ns ou rt se un
        te: 7 ్ 8 ర ా ి ు 9 ం న ల 10 క మ 11 త ద ప వ స ి_ ు_ 12 గ చ ట డ య ో ్ర 13 _ప జ ే ్_ 14 _క
        _మ _వ _స ం_ ని ప్ర రా ర్ లో లో_ ా_ ార ీ ె ో_ 15 _అ _ప్ అ ది న_ ని_ న్ ప్ బ ము రి లు_ శ ాల
        ిన ూ 16 a e 17 i n o r t 18 h l s 19 d u 20 c m p 21 b e_ g s_ y 22 _t _th a_ al an ar at
        er f in n_ on t_ th 23 _A _S _a _o A P S al_ d_ es he he_ ion k l_ na nd r_ ra ri te the
        ti v w y_ 24 _C _P _of _p B C I M R T and ati en es_ f_ ha ic io is la nt of of_ on_ or re
        ta tio um 25 _B _D _I _In _M _R _T _an _c _i _in _r _s D G N am an_ as ate b_ ed ed_ el
        er_ et h_ ht ht_ hu hum i_ ia ic_ ig in_ it le li m_ ma mb nd_ ne ng ni ro si st ter thu
        us x 26 _G _H _L _Ma _N _Th _b _co _m _ri E H K L The U ad ara be c_ ca ce ch co da de di
        ea ent hi il ing is_ ll lo me ng_ o_ ol om ou pa sh tic to tr ur us_ ve ا 27 _E _K _Na _U
        _V _f _h _w F J O Th V ab ac ag ai ap as_ ci em g_ ge ho id ie ir j mi ns nte or_ os ot pe
        re_ rn rt se tt un ل र ा 28 _F _J _O _e _l ay ct ec ga ka nc op p_ ph rs ry sa ss u_ ul va
        vi w_ ya
        th: 8 า 9 น ร 10 ก ง ม อ ั เ ่ 11 ท ย ล ว ิ ี ้ 12 ด ต บ ป ส ห ะ 13 ค จ ที่ ป็น พ ื เป็ แ
        ์ 14 _เ การ ข ช ที ระ อง าร ี่ ุ ู โ ใ ็ 15 _เป กา ของ ประ ป็ ศ ำ ื่อ เป และ ไ ็น ่อ 16 a
        e i 17 n o r t 18 l s 19 c h u 20 d e_ m p 21 an er g n_ on s_ y 22 A C S a_ ar b f in on_
        23 _A _C _M _P _S _T M P T al al_ at d_ en er_ es he ic ion k l_ or r_ ra ri t_ te ti v w
        y_ 24 _B _Th _o _of _s _t B D E G I L N R an_ ati ent es_ he_ ing io is it la le li na ne
        ng ng_ nt of_ re ro st ta ter th the tio us_ 25 _Co _D _E _G _H _I _L _Ma _N _R _a _c _p
        _th F H O The am and as ca ce ch de ed el f_ g_ ha i_ ia ic_ ica id il in_ le_ ll lo m_ ma
        me nd nd_ ne_ ni o_ of ol om si to ur us 一 26 _F _J _K _O _W _co _d J K Th V W ac ai c_ co
        ct da di ea ed_ em et ge h_ hi ia_ ie ine is_ mi nc ns nt_ os ou pe re_ rt ry_ se ss tr un
        ve x z ア アアア 27 _V _b _f _i _l _m Co U ad ae ag ap ci ec ho ht ig ir k_ no oc od op ot p_
        pa ph po rd rs ry so tt tu ty ul um ut アア 28 _e _h be
        tl: 5 a 6 n 7 g 8 i 9 g_ l ng ng_ o s 10 a_ an e t 11 _n ang k m p r u y 12 _a _ng _sa b
        la n_ na sa sa_ 13 _na _s al an_ at ay ay_ d ga h in ka na_ o_ on 14 _ay _i _k _m _p _pa A
        ag ala as is ma pa s_ ta y_ 15 _A _An _an _is _ka _ma ar at_ ba ga_ il ina isa it li ong
        ra san t_ w ya 16 _P _S _at _b _mg An Ang P S ak am as_ ata c e_ gan ha i_ ik ila lan mga
        ni on_ pi pin ri ti to ul un yan yo yon 17 _I _l _o _o_ _t B I M ab aga ah aha ama ana ap
        ara aw aya bi da en er es hi ig ika ili ing ipi ito l_ la_ le lip mg no pag pan si to_ ula
        wa ya_ 18 _B _K _M _Ma _Si _d _la _si C K L Pil T aa ad aka al_ ali apa d_ es_ gi iy ka_
        kat ko lal lo may nd nga nt ol oo or r_ re ro se so st tan te tu ung 19 _Ba _C _In _L _N
        _T _bi _h _ni _no _ta D E G H N R Si ao ati ban di do el gl ia ib im in_ it_ iya k_ kan ki
        ku las lu mi mu no_ ns os po ran sen tao um ur us v wi 20 _D _E _G _H _R _da _g _ha _mu
        _pi _po _se _u aan ai and ani ano ans ao_ ari bu de em eng ent f go gs hay id ist ita kas
        les mb me mo nda ne od od_ om op os_ par pe ra_ so_ sta su ta_ tat tr una ut wan yo_ 21
        _Di _It _Na _ar _di _ki _ko _ku _r _ti J O ad_ ado ak_ ant any ar_ bo br bre eg ens er_
        era et he ho ia_ ian ic ini io ir is_ iyo ko_ lar ll lo_ m_ ngg ngs ni_ nsa ny nya og og_
        p_ pat re_ ri_ ro_ rt ry ter ua uk uma w_ ye z 22 _Co _Gr _J _La _O _Ta _U _Un _de _e _ga
        _gi _in _re _su Co Di F It Ta U V aar ac ada ap_ art ast au be ch co da_ dal do_ ea eh ek
        el_ eri ge go_ gt h_ hu ind ion isi iwa kun ly ma_ mba min mit ndi nte nti nto ob ok ol_
        or_ ot per pr rs str tas te_ th tik ulu us_ wa_ 23 _Da _Es _F _Ha _Mi _Pr _Re _V _c _mi
        _of _pe _pr _ri _un _w Da Gr Re W ain ale am_ ate ato bis ca ce ci di_ din dos du eb ed
        ego eli ep ero ers est ge_ ido ie ih iku il_ ine ks kt lay len lis lle mas mer mun ndo ne_
        nis nl of_ oli ot_ ou ren res rik rn ron ru sh si_ til tio tis tor tra tri tro tul u_ ue
        und upa ve 24 _Am _Be _He _Hi _Ja _Le _Ne _St _Th _W _al _co _il _lo _te _tr _y Am Ame Es
        Ha Pr ae ame b_ ber bo_ ct dan dar de_ del dis ele en_ end ene ern ey f_ gli gm he_ id_
        ida iki im_ imb j kai lah le_ li_ lig lt maa men mo_ nc nd_ ner oc of one ort ost pl pro
        rd reg rk ry_ se_ sp ste tad the ti_ tun ty ty_ ud ui uo uw va vi x yn 一 25 _Bu _Il _Me
        _Ph _Po _aa _as _es _f _hu _le _me _th _wa _wi Be Est He Ja Le Ne Ph St Th Y Z all are av
        by c_ ce_ com dad dat den dy ear ec ege ell esi ez gy ha_ her ic_ ica ii ill imi io_ ise
        ish ite iu ive kau ke kh ki_ kto laa ld lla los mis mm nt_ ono ons ook op_ ov por q rg rl
        rte sh_ sk son ss st_ taa tel tem tl ts um_ unt ur_ ust uwa uy ver we wit yr 26 _Au _De
        _Ki _Or _Q _Wi _Y _Z _be _bl _du _im _op _s_ _so A_ C_ N_ Q The X ae_ ais akt anc cha ck
        cti der des ebr ed_ ee ega ei ere ert et_ ev gen hab hen ich ict ien ige ire iro ity kaa
        ll_ lm mbo me_ nce nde nn ns_ nse nst oa oi ola omm ont ord oun ow ph pla qu raa rb rd_
        rea ric rie rr sc ten th_ tt usi wak z_ za zo 27 _Fr _Ge _Sc _ca _el _em _he _ne _pl _um
        Au BN_ De Fr I_ Ki Pro Sta Wi aal ade az bit ca_ can ch_ che cia co_ cu ea_ eme erb esp
        ess ew fo ggi hi_ hn hum iz ja ksi ld_ lic liy met nel nge nia ode omo ond rs_ shi spe tes
        tig uc ue_ uon uu va_ ve_ vo war wat wo yt é í ü ā ا 28 _X _v BC BN Ge S_ Sc cc dt eu fa
        fe hr hy ls tw ws á
        tr: 7 a e i 8 l n r 9 ı 10 d k s t 11 m n_ o u y 12 a_ an b e_ r_ ü 13 _b ar er i_ in la
        le v z ş 14 an_ c da de en g h il ir ir_ nd p ra ri ya ı_ ın 15 _a _bi _d _k _ve _y al ara
        bi bir da_ de_ en_ eri f in_ k_ lan lar ler li ma nda si ta ç ö ğ 16 _A _i _o _ol _s _t _v
        _ya A ak arı as di el es et ka lı me na nde ne ni nı ol on re rı sı te ti u_ ve ve_ ın_
        ınd ır 17 _B _K _S _da _de _e _g _ka _n _ta B K M S T ad am ası at ay ba dir dı ek er_ esi
        ik ile ind is ki l_ lm lu m_ mi ola or s_ sa st t_ ul un ur ya_ ye ıl ır_ 18 _M _T _ge _il
        _ku _m _sa D P ak_ anı ar_ aş bu dan den dır ed ele em ey ge ha ili im ine ini it iy iz iş
        ke ku le_ len li_ ll lı_ ne_ nl nın rd ri_ rk rl rın se si_ sın tı yı ün ür İ 19 _C _D _E
        _G _H _P _al _f _h _ha _te _İ C E F G H ah ala ama ana ap aya az be ca ce gi hi id isi ist
        ki_ kt lla mı na_ nc ni_ nt on_ ro rt ru tan to ulu us z_ ze ılı 20 _Ba _F _L _Ma _O _R _Y
        _ad _an _ar _be _di _in _ko _p _se _u L N O R Y ab ada af akt al_ and ari ce_ ci d_ do du
        ek_ el_ eli ene ere et_ ev he im_ j ko la_ ld ma_ mas mu ng ns ny nya o_ om p_ pa ra_ ran
        re_ sta ste su ter tl um un_ una ur_ va ver y_ yan yo za zi ör ül şi 21 _De _Ha _N _Po _do
        _en _ke _ma _me _ni _r _si _so _ş V ac ali ans any at_ av ca_ der di_ ede eme end erd erl
        ez fa gel ia ic ika iya kan ken ks kte lle lo lt me_ men mer min ndi ok op ort os ren rla
        rs rü san so son ta_ te_ tem ti_ tr tu ula vi w yon 22 _An _Be _Bu _I _J _Me _Ta _V _ay
        _et _gi _is _ki _l _pa De Ha I J ai ale alt am_ anc ani ant art ati aç bo bu_ ch cu ec eh
        ell ent erk ers es_ fe fu g_ ga gen ges h_ ia_ ib ih iki il_ ill imi inc ka_ lay lli met
        mo nce nci nel no ot par pe pi pl po rde res rg rik rli rn rte sel sk tad tik tt ud uk und
        us_ ut yi ür_ Ş 23 _Am _Da _Fr _Ge _Mi _Si _U _W _c _el _es _he _km _kö _mi _ne _pr _re
        _to _z _Ç _Ş An Be Fra Ta U W ade aha aka all are as_ ast ata ay_ ber dar eb ei era est f_
        ger ha_ he_ hu ie ig ina ing io ion ire is_ isa it_ ita ite iyo ji kat kö lde les lis liz
        ly may nk nsa nte nti od ol_ or_ os_ ov pan pla pr rt_ sa_ sp st_ ted tel ten tes th tor
        tro uc ul_ uy var yd yn zi_ Ç 24 _Co _Di _Er _Fa _Gr _He _Ja _La _Ne _Or _Pr _Re _St _Th
        _am _as _du _on _po _ro _su _un _va _za _Ö Am Ame BD_ D_ Da Fr Ge Si St ag ang ate ato az_
        azi br ck co dal del din dis du_ ea ef eg ehr em_ ep ern ete ett ezi fo for ge_ her hl hr
        hri ila ise ive kas kim kse ksi las ls mb nb nd_ nen ner ng_ nn nt_ ob oc of og oj oji oli
        ono ou per pro rb ry se_ ski ss tas til tra tti ue um_ upa ust va_ van vl x yr zan Ö â 25
        _Hi _Ki _Le _Na _Sc _Z _at _d_ _fo _pe _st _ti _Ü _şi A_ Co Di Er Gr He I_ Ja Ne Pr Re Th
        The Z ame apa au bes can dd dem des dy ed_ egu ein eke eld ens erg ese gan go hay ho ht
        ica ici ida ird km² lte mm m²_ nge nis ns_ nse ode of_ om_ ond one ons ord oz por reg ro_
        rom ron rr sen ske str tei the tio tis tli tre tri ts urg uv v_ vu zo zu Ü а и о ا 26 _El
        _Es _In _Ve _Wi _a_ _ca _e_ _er _ga _la _le _na _of _pi _th II_ Ki Le Sc Sch Sta Wi aa ad_
        ado ae ah_ aj ap_ att ban ben bit car che chl das ebe eci ee eng ert esa ess eve ft hen
        hi_ ian ich iza je ji_ kaz ke_ kk liy ll_ lt_ lta mit mun m² nka nne nz nç ols omo ont oo
        ost ova ph rd_ rf rg_ ric rs_ run ry_ sc sh tat tic to_ tte ua uma val ven wi zy ² ²_ é î
        ös şi_ е н р 27 _fu _i_ _im _mu _no _pl _vi C_ Es M_ Ort Pro S_ Ve ae_ aks ann ano b_ c_
        ces ch_ ct do_ els erb ew gl hn id_ ie_ ii io_ ito iu lah ld_ lo_ lst mis ndo nst nto oi
        ow q rge rh rz sem stl th_ ty ui urd uva vo w_ wa ym yo_ zet ör_ в к л с ل ن ي 28 B_ P_ V_
        eu ff ij ja rj т
        uk: 7 н 8 а о і 9 е и р т 10 в к л с у 11 д м п 12 а_ з ь я 13 г ен й на ст ц і_ 14 _в _на
        _п ан б и_ ко ни но ні ні_ о_ ра та у_ х ч я_ ї 15 _д _з _н _р _с ал в_ го го_ ер ж ий_
        их_ й_ лі на_ ня_ ов ого он ос ро ськ ти ьк ю ї_ 16 _ві _за _м _о _т _у _у_ _і ар ат ва ви
        ві де до енн за ий их ки ль мі нн ння ня ог ом ор по ран ре сти сь т_ та_ те то ту ф х_ ці
        ь_ ько ю_ є ів ід ін іон ії_ 17 _де _до _к _по _пр _ро _ст _та E ́ П ав аль ам анц ані ас
        аці во ді е_ ед ел ент ик ин ис ист ит ка ки_ кі ла ле лен льн м_ ме них ног нс нт нц од
        ол она ою_ ої_ па пе пр ри рі ста чн ш ів_ іо іт ічн ії 18 _Д _Н _На _П _С _а _б _в_ _ви
        _з_ _му _ос _ре _ф _я _і_ _ін А Д К Н С Ф ад алі арт ати ац ван ве вн від гі ден дже ек
        еле ень ені ере ет же жен з_ за_ ики к_ ка_ кий кон ли ло літ ма мен му н_ нал не ний ном
        нт_ нці нь нь_ об ови ок омі оно оні осл осі ою ої пар про р_ рт се сел сл сі тат тр ту_
        ть ті ції чни щ ьки ьн ьно ій ік іс іст іте іч 19 _IN _А _В _Да _К _М _Ф _Фр _г _е _ек _ко
        _л _фр _як EE_ I INS N NSE S SEE a e Б В Дан М На Нас Р Фра аве ак аме анн асе аст б_ ва_
        вед вік гіо д_ да деп дж ди дн дос діє ег егі еде еді еко ем еп епа ет_ зь зьк ив им ип
        ипа иту ич кою кр кра ку ку_ кіп ля лід ми ми_ мо мун міч нав нац ни_ нст нсь нцу ніц ова
        оз оло ом_ ост пал пед пер пі рег рта ру слі сто ся ся_ сіб там тет тик тис тит тор тут
        ть_ ті_ уз узь ун уні ут уту фра ци цип цуз ціо як єю_ іб іб_ ідж ій_ ікі іл інс іпе іц
        іци ія ія_ іє ією 20 _I _Б _Л _Р _мі _об _пе _пі _ч _щ _що E_ EE IN NS SE i n o r t Да Л У
        Фр аз ай ах аї аїн бо вс га гр ес зн ичн йсь ког ком кої кт ля_ му_ нд ник но_ нов ної ну
        ово ові оди ому оп от при раї рн ров род роз си сн со сп стр сті тв тер ти_ тьс ув ува ук
        ур фр цу ча че що що_ ьс ься є_ єю ід_ із іль іп 21 _І _Г _О _Пі _Т _У _гр _ма _ме _мо _не
        _ра _се _те _ц l s І Г О Т Ш аб ами ана ани анс ах_ ач ба бе бл бі вер всь дин дно до_ ду
        ев ез ен_ ера зна ик_ ил им_ ина ини ир иц йс ков ла_ лас лов ль_ міс не_ ну_ одн ори оро
        орі пи пол ра_ рав ред рен ри_ рис рок рс с_ са ск сте тан тво тн тов тра тро уд ул хо це
        час чен чи ька ійс ір їн 22 _З _Ка _Ма _Ш _дл _ка _од _па _си c u Е З ако але ан_ ап ато
        вл гра дни др ей ени ер_ ери жи зв зи зо ид из ика ин_ ке ких ко_ кол л_ ли_ лу ма_ мат мп
        нос ож он_ ор_ рат рез рит рм рос ств сть тин тич ус ход ши ят 23 _Е _По _во _го _кр _ш d
        h m p s_ Ма Х али анд ар_ бр ви_ во_ вод г_ ге гор да_ дс ду_ еж ей_ ели ель ена иро ито
        кан лан ло_ ман мер мет нар ниц ов_ ода оли оль пос пре рад рал рик ря спо ст_ то_ ше 24
        _Х _Ц _Ч _да _оп _со A e_ g Ц Ч ава ад_ ари ат_ ате би ват вр гл гол дит дна ем_ ено ест
        иг ита лик нас нг нен нно ове око окр онс ора ото тав тар уг уч ще 25 _S _Є _В_ _Я _др _ок
        _са _сл C M P a_ an b er in n_ y Є Ж Р_ СР СР_ Я авл аде ази ак_ ал_ ане арс ата бли ги
        ез_ еме ето зп ила ите ити ле_ лем нат озн ой оле они по_ раз рев рет са_ ско сов тел тен
        тно тс чк шт 26 _A _C _M _P _Ж _СШ _У_ _бр _шт B D G I_ L R T V X ar en f k on or r_ ra ri
        t_ v А_ В_ РС РСР США ША_ бро вля дон еди едн ело еми зик или има инс иск кат од_ оде ое
        олу ска сс ща щи яв 27 _B _D _G _L _T _Й _То _Ю _от _Ґ F H II O al at d_ er_ es ic is l_
        la le li nt re ro te th ti us us_ w x y_ Й СШ У_ ША Ю ай_ год едо еш зпо рас чка Ґ 28 _F
        _R _X _p _t ac el he i_ ia io na ni o_ st ta um ия
        ur: 6 ا 7 ي 8 ر ک 9 م ن و ہ ے 10 _ک ت س ل 11 _ا _م ب د ي_ ے_ 12 _ہ ا_ ج ر_ ع يں_ ں 13 _س
        _مي _کي _کے _ہے ان ق مي ميں يں پ کے_ ں_ ھ ہ_ ۔ 14 _اس _او _ب _ت _ج _کا اور ت_ ح ز سے_ ش ف
        ن_ ور ور_ يا کي کي_ کے گ ہے 15 _اي _سے _ن _پ _ہو ئ ات ار اس ال ان_ او خ ري ص ط ل_ م_ نے_
        و_ يا_ کا کا_ ہے۔ ے۔_ ۔_ 16 _ان _جا _د _ش _ع _و _ي _کر _کو _ہي ، ،_ آ اس_ ام ام_ اي ايک تا
        تا_ جا د_ را س_ سے لا لي ما ني وا وں_ يک يک_ يہ_ ٹ ک_ کو کو_ ہو ہي ہيں ہے_ ے۔ 17 _آ _ال
        _تھ _ح _ر _ل _وا _يہ _پر _کہ ائ ات_ اد ار_ ب_ با تي تي_ جات دا دي سي ض نا ني_ نے وں ين يہ
        پر_ چ کر کہ کہ_ 18 _بھ _جو _خ _سا _عل _ف _ق _يا _پا _گ ء ئي ئي_ ائي اب اتا ال_ اني بي بھي
        تھ تے_ جو جو_ رت رو ري_ سا ست سي_ ظ ع_ عل غ لي_ ند ير ين_ يں۔ پر ڈ ھي ھي_ ہا 19 _با _جس
        _در _نے بر بھ تان ث در رک ستا ف_ لم لو مر مو نو وال وم ون ير_ يل يم يو 20 _بر _رو _شم _مع
        _من از است الي ذ ران رب رد ز_ عا قا مع من مي_ ول وي يد 21 _دا _سي _عا _و_ الا در_ زا ش_ شم
        شما في لع لف مار مد ود ود_ 22 از_ الم بر_ رف_ سال ست_ سيا مين ند_ ون_ يار 23 _طب اء_ الب
        الح الد بق_ حد دن عام في_ لب لت لح لد لس لق نج نجا 24 _في الع الف بال رک_ زار لل ما_ من_
        25 _آن آن ارک الت الج جا_ دن_ لج 26 _از الن ك معر کش 27 _کش الر الس الق شد ه 28 _ك
        vi: 7 n ể 8 h t 9 a c i 10 _t e g l m o r 11 n_ ng ng_ u à ể_ 12 _th c_ g_ s ểc_ ển 13 _c
        _l _là _n _tr _đ a_ b d hể hể_ i_ là_ p t_ th v y à_ đ ểc ển_ ểt_ 14 _b _m _mể _v h_ iể là
        m_ nh nh_ tr á â ư ểi_ ểng ểt 15 _T _h _tể _để T an ch e_ iển k mể mểt on thể y_ ô ưể ểi
        16 _C _N _ch _cể _d _hể _k _s _sể _ể _ể_ C H N P hu o_ ong ro ron s_ tro tể u_ uể uểc ân
        ân_ ê ó để ưểc ểa_ ểm_ 17 _H _P _Th _bi _bể _có _ng _nh _p _ph _và _vể A B L M S có_ cể
        cểa er hi huể in p_ ph sể thu trể và_ vể ài_ ày_ ên_ í ó_ ông Đ ểa ểm ểnh ểu_ 18 _A _B _L
        _M _Ph _S _dâ _g _gi _kh _lo _nà _nă _nư _qu _Đ _đư Th V ae_ am ar bi biể bể ch_ có da dân
        en es f ha he há hâ hân ia ia_ il kh la lo loà na này nưể oà oài q ra ri rể rển sể_ ti tển
        un ung uy uyể và x ài ày é ên ì ôn ù ă ăm_ đưể đển ểu 19 _V _cá _lể _q _ti _vù _đô G K Ph
        ae ai al am_ an_ ang ao_ ba ca d_ di dâ es_ gi gưể hiể ho hà háp hểc hển id ida is le li
        ll mét nd ne ngư nt nà năm nư or qu re ru run te the tể_ vùn w yể yển àn ác_ án áp_ ây_ ô_
        ùng ăm đư để_ ơ ưểi ểp_ 20 _D _G _K _Ma _Na _a _ca _di _hu _ki _na D I R and ao as at ay
        ay_ ban de el he_ ic is_ it ki ma mi ne_ ni on_ r_ ra_ si st ta to ur us z ã ét 21 _An _Ba
        _Co _I _La _Q _R _ha _i _r _vu Q ac ai_ ain au ce chi ci co do ea en_ ent hi_ ie in_ ine
        l_ la_ lan le_ me nd_ oa oa_ ol om ou pe se tra us_ vi ía_ íc ò 22 _E _F _Ha _Mi _O _de
        _mi _o _vi An Co E F O The W ad ari be de_ ed ei ell em er_ et ga ge ha_ hay ill im ing io
        ir lla no ns nt_ oc op os ran rd re_ rg rn rt sa ss te_ ter tu ua ul ut vu ía ú 23 _Le _Me
        _W _an _co _e _f _in _is _of _to Ha X ag al_ ala as_ ast au_ chu ct cu ec eri f_ go ho_
        ian ica ig im_ lle lu ly ly_ mo na_ nc nia nn of of_ oi ot pa pi ric rr rs sh so ste ta_
        tri ue ui um um_ ve á_ 24 _Gr _J _Ne _Po _Pr _Ta _U _X _a_ _cu _da _do _km _la _sa _si _su
        J Lan Le Ne U ach ali all ana anc ani ant ap ara are art ati ber bu ca_ che dan den do_
        ea_ ed_ ein ens ern ers est et_ eu fa gen ich ies ii ina ion j k_ lar les lli ls mb men
        ndi nne nte od po ren rg_ sc se_ sp spe str su th_ to_ tt ur_ urg va yr í_ ón ý ý_ 三 25
        _Au _Be _Bu _Di _In _Ki _Or _Sc _Si _St _ga _ma _w _Á Gr NE_ Pr St Ta Y Z ab ale ar_ ata
        ate av bo br can ce_ cha cie ck con da_ der des di_ die du eb eci ee eg el_ eme ep era erg
        fo ga_ hei ic_ ici ie_ ier il_ ile ili ini ire iss ist ita ka ld len ls_ ma_ me_ mer mm mu
        nce nde nge ns_ nti né ob og one ont or_ ord ort ost our ov ow rd_ res rn_ ry ré sen sse
        st_ sta tai tan tes tic til uc ula w_ wa wi ya z_ Á è ü 26 _Am _Da _De _Fr _Ge _He _Hi _It
        _Re _Sp _Ve _We _Y _Z _al _ar _d_ _du _et _le _so Au Be Da Di E_ Ge Ki La_ Pro Sc Sch Si
        aci ada ade ah ak ama ame arr ass at_ car chs cid com dis ede enb end ere ero esi ev ew ey
        fe for her hr hy ib ico ien ite ith ito iu ke lip ll_ lt min nb nch nda ndo nga nl nto ny
        ola oli om_ omm ond onn oo os_ oun out ove par per pin pr que qui rb rde rea ri_ rie rk rl
        rom rs_ rt_ ry_ sa_ sel sur tei tel tem ten tio tor tre ts ts_ tte ty ty_ tà tá ud ue_ und
        use uss ust ven ver we za Â ée én ón_ ö 丁 之 27 _Fa _Ja _Wi _be _en _fo _ge _mu _ni _pa _ta
        _y _Á_ _Â A_ Am De Fr He I_ It It_ Re S_ Ve We ad_ ado aga ais ans ato aw az cal cen chl
        cia co_ cti del eli em_ ene ert ess fro gan ge_ ger go_ hen hl hs ht id_ ied ik ind ir_
        ise it_ itt ive ja lai lay ld_ ler lic lie lis mun nel nis nk och oit ono ons ou_ own pag
        pl rch rei rf rge rro rte sch sh_ sk son ssa ted tis tl tus uid uit ux va_ ve_ wn_ xa ya_
        yc ye ze Ô ère 28 _Du _as _dé _me _no _on _pr _re _ri _s_ _se _va _wh _wi _Ô _Ý_ Ber II_
        Ja N_ Wi alt ann ano aus aya b_ cc din ds ds_ du_ dé ear ect ee_ een ego eld ele ett eur
        ges gl iel ii_ ila inc io_ iqu isc ish iz ka_ ki_ kim ko las lm lst lt_ mbe met mit mme
        nci ner ni_ no_ ny_ nz od_ ode oe oi_ ois ok ols ot_ oz pan pod reg rio san sem shi spi
        tat tz uch unt usi uv ux_ van vo wit wn ym yn zi zo zu zur Á_ Ú Ý é_ õ ür а 並 29 _A_ _Cy
        _El _Es _Un _pe _po _ro _sh _st _te _u _ve _wa _we _Ú _Ý _三 C_ CN_ Cou Du Fra P_ Pol Sta
        Tan aa af age aha aj anz ax by cio cke cy dal dem ebe ebr ef ega ei_ eic eid eil eir eis
        eng erb erl esc ese ete ez ff fu gs hio hn ict ige iq iro isi itz kan ken ks ku ký_ lde
        li_ los mba mis nds nna nst nza omo pla por ppe pro rh ro_ so_ ti_ tig tta tul tz_ uk ulu
        un_ une vin war wh wo yan yo zan Ý_ ä е и о 三_ 丘 乙 가 30 Ame Es Ver aka by_ chr eas egi esp
        ht_ ks_ lo_ nen ova sic tto ul_ var yt
        zh-cn: 9 _年_ ， 10 _月_ 丈 的 11 _年 丁 12 、 。 13 中国大 是 （ ） 14 _年， _月 一 中 为 于 人 国 年 年_ ）是一 ）， 15
        _年） _日 丈丈 中国 之一， 乘 于_ 在 大 是中国 月_ ）是 ），是 ，于_ ，是 ，是一 ：）是 16 _日， _， あああ 中国的 之一。 于中国 日 是一 的一
        （）， ，_ ，是中 ：）为 17 _、_ _日_ _，是 アアア 丕 中华人 之 乱 在中国 月 （）是 ，）， 18 _丁 · 《 》 19 _《 三 丞 20 丁_ 21
        ああ アア 23 あ ア 丈丕 24 _之 》_ 25 丼 26 а 27 é и о 가
        zh-tw: 9 _年_ ， 10 _月_ 11 丁 丈 的 12 _年 、 。 丕 丞 13 中國大 是 14 _年， 一 中 國 年 （ ） ）是一 15 _年） _日 _月
        中國 之一， 人 佐 在 大 年_ 是中國 ）是 ）， ），是 ，是 ，是一 ：）是 16 _日， あああ アアア 丈丈 中國的 之一。 乘 日 是一 月_ 的一 （）， ，是中
        17 _日_ 「 」 丈丕 之 在中國 月 （）是 ，_ ，中國 ，）， 18 _， _，是 · 《 》 」、「 亞 19 _丁 三 20 _《 並 21 ああ アア 22 丁_
        23 あ ア 24 》_ 25 丼 27 é а и о 가
        """
}
